import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePermalink, encodePermalink } from "./permalink.ts";
import { anyHeadline, anyScenario, headlineOfThree, threePlatforms } from "./permalink-fixture.ts";
import type { Scenario } from "./scenario.ts";
import { parseScenarioFile } from "./scenario-file.ts";

const link = encodePermalink(threePlatforms, headlineOfThree);
const [query = ""] = link.split("#");

function decode(text: string) {
  return decodePermalink(text, threePlatforms);
}

function isValid(scenario: Scenario): boolean {
  return parseScenarioFile(scenario, threePlatforms).ok;
}

describe(encodePermalink, () => {
  it("writes what people edit so that they can read it", () => {
    expect(query).toBe("?v=1&conc=512&in=225&out=274&unit=index&price=a100-sxm-80gb:1,h100-sxm:2.1,b200-sxm:3.89");
    const limits = { tpotSeconds: 0.05, tpotBasis: "chunk", ttftSeconds: 2, requestSeconds: null } as const;
    expect(encodePermalink({ ...threePlatforms, limits }, null)).toContain("&tpot=0.05&tpot-per=chunk&ttft=2#s=");
  });

  it("is short enough to paste anywhere, and needs no escapes", () => {
    expect(link.length).toBeLessThan(600);
    expect(link).toMatch(/^\?[\w=&:,.-]+#s=[\w-]+$/);
  });

  it("prices in the query exactly the compared platforms", () => {
    const [first, ...others] = threePlatforms.platforms;
    const scenario = { ...threePlatforms, platforms: [{ ...first!, compared: false, pricePerGpuHour: 7 }, ...others] };
    const encoded = encodePermalink(scenario, null);
    expect(encoded).toContain("&price=h100-sxm:2.1,b200-sxm:3.89#");
    expect(decode(encoded)).toEqual({ scenario, seen: null, ignored: [] });
  });

  it("comes back whole, from any scenario and headline", () => {
    fc.assert(
      fc.property(anyScenario, fc.option(anyHeadline), (scenario, seen) => {
        expect(decode(encodePermalink(scenario, seen))).toEqual({ scenario, seen, ignored: [] });
      }),
    );
  });

  it("restores the same scenario when the defaults have changed since", () => {
    fc.assert(
      fc.property(anyScenario, anyScenario, (scenario, laterDefaults) => {
        expect(decodePermalink(encodePermalink(scenario, null), laterDefaults).scenario).toEqual(scenario);
      }),
    );
  });

  it("rounds the costs a sender saw to four significant digits", () => {
    const seen = { ...headlineOfThree, relativeCost: { "h100-sxm": 0.123456, "b200-sxm": null } };
    expect(decode(encodePermalink(threePlatforms, seen)).seen?.relativeCost).toEqual({
      "h100-sxm": 0.1235,
      "b200-sxm": null,
    });
  });
});

describe(decodePermalink, () => {
  it.each([
    ["its part from ?", link],
    ["a bare query", link.slice(1)],
    ["a whole address", `https://example.org/headroom/${link}`],
    ["a path", `/headroom/index.html${link}`],
    ["a pasted line", ` ${link}\n`],
    ["the bracket and full stop after it", `${link}).`],
  ])("reads a link with %s", (_name, text) => {
    expect(decode(text)).toEqual({ scenario: threePlatforms, seen: headlineOfThree, ignored: [] });
  });

  it("reads the links of every version there has been", () => {
    const first =
      "?v=1&conc=512&in=225&out=274&unit=index&price=a100-sxm-80gb:1,h100-sxm:2.1,b200-sxm:3.89#s=" +
      "nZDNbsIwDMffxWenst2QpnmVikPLUkAktGvLtAnx7jMrQ9p228WWP362_75CShkC7GPOrbGm5M4cF0DIw0vU_Bynt6jhctSICtogjH" +
      "HSwjKc4lkLY2qXfpjyDKFpoGUiM79n42nfAXpkhK5np42rEzxfUsK-TXNEZ9FS7VZDRb3FBg6PCQ-4H72yX_YHumH5y3byT3aLKlTl" +
      "hAaExBlmI1Lw_ernyJW9_pIYdM_zZH2Q2Oou-ZvSDPvS3nTB6yVOH9pfi1SWPZcIu0PcnSAIkydX-rK6fQI";
    expect(decode(first)).toEqual({ scenario: threePlatforms, seen: headlineOfThree, ignored: [] });
  });

  it.each(["", "?", "#", "https://example.org/headroom/", "/", "?utm_source=mail&utm_medium=x&fbclid=1&gclid=2"])(
    "has the defaults for %j and nothing to complain about",
    (text) => {
      expect(decode(text)).toEqual({ scenario: threePlatforms, seen: null, ignored: [] });
    },
  );

  it("forgives what programs do to a link on its way", () => {
    const fragment = link.slice(query.length);
    const reordered = `?utm_source=mail&${query.slice(1).split("&").toReversed().join("&")}&fbclid=x${fragment}`;
    expect(decode(reordered).ignored).toEqual([]);
    expect(decode(query.replaceAll(":", "%3A").replaceAll(",", "%2C") + fragment).ignored).toEqual([]);
  });

  it("takes the comparison of a hand-written link from its prices, and the rest from the defaults", () => {
    const { scenario, ignored } = decode("?v=1&conc=64&price=h100-sxm:2.49,b200-sxm:4.10");
    expect(ignored).toEqual([]);
    expect(scenario.workload).toEqual({ ...threePlatforms.workload, concurrency: 64 });
    expect(scenario.platforms).toEqual(
      threePlatforms.platforms.map((platform, index) => ({
        ...platform,
        compared: index > 0,
        pricePerGpuHour: [1, 2.49, 4.1][index],
      })),
    );
  });

  it("keeps a GPU that is newer than the link, uncompared", () => {
    const h200 = { ...threePlatforms.platforms[1]!, gpu: "h200-sxm" };
    const { scenario, ignored } = decodePermalink(link, {
      ...threePlatforms,
      platforms: [...threePlatforms.platforms, h200],
    });
    expect(ignored).toEqual([]);
    expect(scenario.platforms).toEqual([...threePlatforms.platforms, { ...h200, compared: false }]);
  });

  it("uses an edited query and sets aside what the sender saw", () => {
    const { scenario, seen, ignored } = decode(link.replace("conc=512", "conc=1024"));
    expect(scenario).toEqual({ ...threePlatforms, workload: { ...threePlatforms.workload, concurrency: 1024 } });
    expect(seen).toBeNull();
    expect(ignored.map(({ where }) => where)).toEqual(["query"]);
  });

  it("takes what it understands of a newer link, with the headline", () => {
    const { scenario, seen, ignored } = decode(link.replace("?v=1&", "?v=2&region=eu&"));
    expect({ scenario, seen }).toEqual({ scenario: threePlatforms, seen: headlineOfThree });
    expect(ignored.map(({ where }) => where)).toEqual(["region", "v"]);
  });

  it.each([
    ["?conc=0", "conc", "0", "must be a whole number from 1 to 16,384; 512 is used instead"],
    ["?conc=16385", "conc", "16385", "must be a whole number from 1 to 16,384; 512 is used instead"],
    ["?conc=-5", "conc", "-5", "must be a whole number"],
    ["?conc=1e999", "conc", "1e999", "must be a whole number"],
    ["?conc=NaN", "conc", "NaN", "must be a whole number"],
    ["?conc=Infinity", "conc", "Infinity", "must be a whole number"],
    ["?conc=0x10", "conc", "0x10", "must be a whole number"],
    ["?conc=5%2C12", "conc", "5,12", "must be a whole number"],
    ["?conc=5+12", "conc", "5 12", "must be a whole number"],
    ["?conc=%E5%A5", "conc", "\uFFFD", "must be a whole number"],
    ["?conc=%zz", "conc", "%zz", "must be a whole number"],
    ["?conc=٥١٢", "conc", "٥١٢", "must be a whole number"],
    ["?conc=\uFF15\uFF11\uFF12", "conc", "\uFF15\uFF11\uFF12", "must be a whole number"],
    ["?conc=", "conc", "", "must be a whole number"],
    ["?conc=512&conc=64", "conc", "64", "is given more than once"],
    ["?concurrency=512", "concurrency", "512", 'did you mean "conc"?'],
    ["?__proto__=1", "__proto__", "1", "is not something a link holds"],
    ["?constructor=1", "constructor", "1", "is not something a link holds"],
    ["?unit=usd", "unit", "usd", 'must be "index", "USD"'],
    ["?tpot=0", "tpot", "0", "must be null or a number from 0.0001 to 3,600; null is used instead"],
    ["?tpot=0.05&tpot-per=word", "tpot-per", "word", '"token" is used instead'],
    ["?ttft=-1", "ttft", "-1", "null is used instead"],
    ["?v=2", "v", "2", "was made by a newer version of Headroom"],
    ["?v=one", "v", "one", "is not a version of Headroom links"],
    ["?price=h100-sxm:2,h200-sxm:3", "price", "h200-sxm:3", "does not name a GPU this version knows"],
    ["?price=h100-sxm:2,b200:3", "price", "b200:3", 'did you mean "b200-sxm"?'],
    ["?price=h100-sxm:2,b200-sxm:0", "price", "b200-sxm:0", "b200-sxm is left out of the comparison"],
    ["?price=h100-sxm:2,b200-sxm:1:2", "price", "b200-sxm:1:2", "must be one price"],
    ["?price=h100-sxm:2,h100-sxm:3", "price", "h100-sxm:3", "the first price is used"],
    ["?price=h100-sxm:2,", "price", "", "does not name a GPU"],
    ["hello", "hello", "", "is not something a link holds"],
    ["#s=", "fragment", "", "is empty"],
    ["#s=abc", "fragment", "abc", "is cut off or damaged"],
    ["#s=%%%", "fragment", "", "is empty"],
    ["#x=1", "fragment", "x=1", "is not something a link holds after #"],
  ])("lists what is wrong with %s", (text, where, value, problem) => {
    const { scenario, ignored } = decode(text);
    expect(ignored).toEqual([{ where, value, problem: expect.stringContaining(problem) }]);
    expect(isValid(scenario)).toBe(true);
  });

  it("has the default comparison when no price of a link can be used", () => {
    const { scenario, ignored } = decode("?price=b300:9,h100-sxm:free");
    expect(scenario).toEqual(threePlatforms);
    expect(ignored).toHaveLength(3);
    expect(ignored[2]?.problem).toBe("holds no price that can be used; the default comparison is used");
  });

  it("does not look into a link longer than any of its own", () => {
    const { scenario, ignored } = decode(`?conc=64&x=${"y".repeat(20_000)}`);
    expect(scenario).toEqual(threePlatforms);
    expect(ignored).toHaveLength(1);
    expect(ignored[0]!.value.length).toBeLessThanOrEqual(60);
  });

  it("survives any text, with a valid scenario", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("?", "#s=", "&", "price=", "conc=", ":", ",", "%", "__proto__", link),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(isValid(decode(pieces.join("")).scenario)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("notices any character of a link that changed or was cut off", () => {
    const place = fc.integer({ min: 1, max: link.length - 1 });
    const character = fc.string({ minLength: 1, maxLength: 1, unit: "binary-ascii" });
    const settled = (damaged: string) => {
      const { scenario, seen, ignored } = decode(damaged);
      expect(isValid(scenario)).toBe(true);
      if (ignored.length === 0) expect({ scenario, seen }).toEqual({ scenario: threePlatforms, seen: headlineOfThree });
    };
    fc.assert(
      fc.property(place, character, (at, other) => settled(link.slice(0, at) + other + link.slice(at + 1))),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.integer({ min: query.length + 2, max: link.length }), (end) => settled(link.slice(0, end))),
    );
  });
});
