import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addPlatform, duplicatePlatform, renamePlatform, switchPlatform, withOffer, withServing } from "../changes.ts";
import { defaultWorkspace } from "../default-workspace.ts";
import type { Workspace } from "../workspace.ts";
import { anyWorkspace } from "../workspace-fixture.ts";
import { openedLink } from "./read-link.ts";
import { linkOf } from "./write-link.ts";

const page = "https://headroom.example.org/app/";
const addressOf = (workspace: Workspace): string => page + linkOf(workspace, null);
const escaped = encodeURIComponent;
const html = (text: string): string => text.replaceAll("&", "&amp;");
const quotedPrintable = (text: string): string => text.replaceAll("=", "=3D").replace(/.{70}/g, "$&=\r\n");
const wide = (text: string): string =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
const half = (text: string): number => Math.floor(text.length / 2);
const proofpoint2 = (text: string): string =>
  escaped(text).replaceAll("-", "-2D").replaceAll("_", "-5F").replaceAll("%2F", "_").replaceAll("%", "-");
const proofpoint3 = (text: string): string => {
  const characters: string[] = [];
  const address = text.replace(/[#?&=,]/g, (character) => {
    characters.push(character);
    return "*";
  });
  return `https://urldefense.com/v3/__${address}__;${btoa(characters.join("")).replaceAll("+", "-").replaceAll("/", "_")}!!AbC!xyz$`;
};

/** What happened to a link, and whether all of it is still there: then it must come back exactly and without a word. */
const MANGLINGS: readonly (readonly [what: string, mangle: (link: string) => string, isWhole: boolean])[] = [
  ["nothing", (link) => link, true],
  ["only its part from ?", (link) => link.slice(link.indexOf("?")), true],
  ["a bare query", (link) => link.slice(link.indexOf("?") + 1), true],
  ["blanks and a line break around it", (link) => `  ${link}\n`, true],
  ["# as %23", (link) => link.replace("#", "%23"), true],
  ["& as &amp;", html, true],
  ["& as &amp;amp;", (link) => html(html(link)), true],
  ["& as &#38; and = as &#x3D;", (link) => link.replaceAll("&", "&#38;").replaceAll("=", "&#x3D;"), true],
  ["& as \\u0026", (link) => link.replaceAll("&", "\\u0026").replaceAll("=", "\\u003d"), true],
  ["quoted-printable with soft breaks", quotedPrintable, true],
  ["quoted-printable of HTML", (link) => quotedPrintable(html(link)), true],
  ["quoted-printable without its breaks", (link) => link.replaceAll("=", "=3D"), true],
  ["Slack's <url|text>", (link) => `<${link}|${page}>`, true],
  ["Slack's <url|text> of HTML", (link) => `<${html(link)}|our GPUs>`, true],
  ["angle brackets", (link) => `<${link}>`, true],
  ["Markdown", (link) => `[our GPUs](${link})`, true],
  ["Markdown in angle brackets", (link) => `[our GPUs](<${link}>)`, true],
  ["Markdown that escapes", (link) => link.replaceAll(/[&=#_-]/g, "\\$&"), true],
  ["an anchor of HTML", (link) => `<a href="${html(link)}" target="_blank">GPUs</a>`, true],
  ["quotation marks", (link) => `"${link}"`, true],
  ["typographic quotation marks", (link) => `“${link}”`, true],
  ["a bracket, comma and full stop behind it", (link) => `${link}).,`, true],
  ["a sentence around it", (link) => `See ${link}, it is what we want.`, true],
  [
    "Safe Links",
    (link) =>
      `https://eur01.safelinks.protection.outlook.com/?url=${escaped(link)}&data=05%7C02&sdata=abc%3D&reserved=0`,
    true,
  ],
  [
    "Safe Links within Slack",
    (link) => `<https://eur01.safelinks.protection.outlook.com/?url=${escaped(link)}&amp;data=05%7C02|link>`,
    true,
  ],
  ["Google's wrapper", (link) => `https://www.google.com/url?q=${escaped(link)}&sa=D&source=docs&ust=17&usg=AOv`, true],
  ["Facebook's wrapper", (link) => `https://l.facebook.com/l.php?u=${escaped(link)}&h=AT0&__tn__=-UK-R`, true],
  [
    "Proofpoint, version 2",
    (link) => `https://urldefense.proofpoint.com/v2/url?u=${proofpoint2(link)}&d=DwMFaQ&c=euG`,
    true,
  ],
  ["Proofpoint, version 3", proofpoint3, true],
  [
    "a redirect within a redirect",
    (link) => `https://l.example.com/?url=${escaped(`https://www.google.com/url?q=${escaped(link)}&sa=D`)}`,
    true,
  ],
  ["escaped", escaped, true],
  ["escaped twice", (link) => escaped(escaped(link)), true],
  ["escapes of : and ,", (link) => link.replaceAll(/[:,](?!\/)/g, (character) => escaped(character)), true],
  ["lower case", (link) => link.toLowerCase(), true],
  ["upper case", (link) => link.toUpperCase(), true],
  ["wrapped at 76", (link) => link.replace(/.{76}/g, "$&\n"), true],
  ["wrapped and indented", (link) => link.replace(/.{60}/g, "$&\r\n    "), true],
  ["wrapped and quoted as an answer", (link) => `> ${link.replace(/.{70}/g, "$&\n> ")}`, true],
  ["a blank in the middle", (link) => `${link.slice(0, half(link))} ${link.slice(half(link))}`, true],
  ["a blank as %20", (link) => `${link.slice(0, half(link))}%20${link.slice(half(link))}`, true],
  ["zero-width blanks", (link) => link.replace(/.{40}/g, "$&\u200b"), true],
  ["soft hyphens", (link) => link.replace(/.{30}/g, "$&\u00ad"), true],
  ["a right-to-left mark before it", (link) => `\u200f${link}`, true],
  ["full-width letters", wide, true],
  ["tracking keys in front", (link) => link.replace("?", "?utm_source=mail&utm_medium=x&"), true],
  ["tracking keys behind", (link) => link.replace("#", "&fbclid=IwAR0&gclid=2&mc_cid=1&_hsenc=p2#"), true],
  [
    "a reordered query",
    (link) => link.replace(/\?(.*)#/, (_, query: string) => `?${query.split("&").toReversed().join("&")}#`),
    true,
  ],
  ["# as ?", (link) => link.replace("#", "?"), true],
  ["# as &", (link) => link.replace("#", "&"), true],
  ["another host", (link) => link.replace(page, "http://localhost:4173/"), true],
  ["the view of the evidence", (link) => link.replace("?", "?view=evidence&"), true],
  ["the fragment dropped", (link) => link.slice(0, link.indexOf("#")), false],
  ["the fragment's value dropped", (link) => link.slice(0, link.indexOf("#") + 3), false],
  ["the fragment cut", (link) => link.slice(0, -20), false],
  ["cut by one character", (link) => link.slice(0, -1), false],
  ["cut in the price list", (link) => link.slice(0, link.indexOf("price=") + 12), false],
  ["cut before the price list", (link) => link.slice(0, link.indexOf("&unit=")), false],
  ["cut after its version", (link) => link.slice(0, link.indexOf("v=2") + 3), false],
  [
    "a character of the fragment changed",
    (link) => link.slice(0, -30) + (link.at(-30) === "a" ? "b" : "a") + link.slice(-29),
    false,
  ],
  ["a price changed by hand", (link) => link.replace(/price=([a-z0-9-]+)(:[^,#]*)?/, "price=$1:9.75"), false],
  [
    "the unit changed by hand",
    (link) => link.replace(/unit=\w+/, (unit) => (unit === "unit=EUR" ? "unit=USD" : "unit=EUR")),
    false,
  ],
  [
    "the question changed by hand",
    (link) => link.replace("q=serve", "q=fine-tune").replace(/q=fine-tune(?=.*&tokens)/, "q=serve"),
    false,
  ],
  ["the query dropped", (link) => page + link.slice(link.indexOf("#")), false],
  ["f dropped", (link) => link.replace(/&f=[^&]*/, ""), false],
  ["a newer version", (link) => link.replace("v=2", "v=3"), false],
  ["the version before", (link) => link.replace("v=2", "v=1"), false],
];

const rich = [
  addPlatform("h200-sxm"),
  duplicatePlatform("h100-sxm"),
  renamePlatform("h100-sxm-2", "ours & theirs <1>"),
  withOffer("h100-sxm-2", { pricePerGpuHour: 1.99, provider: "Lambda" }),
  withServing("b200-sxm", { draftLength: 4, lora: true }),
  switchPlatform("a100-sxm-80gb", false),
].reduce((workspace, change) => change(workspace), defaultWorkspace);

const workspaces: readonly Workspace[] = [
  defaultWorkspace,
  rich,
  { ...rich, question: "fine-tune", priceUnit: "EUR" },
  ...fc.sample(anyWorkspace, { numRuns: 5, seed: 7 }),
];

describe("a link on its way through the world", () => {
  it.each(MANGLINGS)("%s", (_what, mangle, isWhole) => {
    for (const workspace of workspaces) {
      const link = addressOf(workspace);
      const mangled = mangle(link);
      const { workspace: opened, ignored } = openedLink(mangled);
      if (isWhole) expect({ opened, ignored }, mangled).toEqual({ opened: workspace, ignored: [] });
      else expect(ignored, mangled).not.toEqual([]);
    }
  });

  it("comes back exactly or with a word, whatever one or two programs did to it", () => {
    const whole = fc.constantFrom(...MANGLINGS.filter(([, , isWhole]) => isWhole));
    const manglings = fc.tuple(fc.constantFrom(...MANGLINGS), whole);
    fc.assert(
      fc.property(fc.constantFrom(...workspaces), manglings, (workspace, applied) => {
        const mangled = applied.reduce((link, [, mangle]) => mangle(link), addressOf(workspace));
        const { workspace: opened, ignored } = openedLink(mangled);
        if (ignored.length === 0) expect(opened, applied.map(([what]) => what).join(", ")).toEqual(workspace);
      }),
      { numRuns: 1500, seed: 3 },
    );
  });

  it("comes back exactly or with a word, wherever it is cut and whatever character is another", () => {
    const link = linkOf(rich, null);
    const place = fc.integer({ min: 2, max: link.length - 1 });
    const character = fc.string({ minLength: 0, maxLength: 2, unit: "binary-ascii" });
    const settled = (damaged: string) => {
      const { workspace, ignored } = openedLink(damaged);
      if (ignored.length === 0) expect(workspace, damaged).toEqual(rich);
    };
    for (let end = 2; end < link.length; end += 1)
      expect(openedLink(link.slice(0, end)).ignored, `${end}`).not.toEqual([]);
    fc.assert(
      fc.property(place, character, (at, other) => settled(link.slice(0, at) + other + link.slice(at + 1))),
      { numRuns: 1500, seed: 5 },
    );
  });
});
