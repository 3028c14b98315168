import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { responseHeaders } from "./content-security-policy.ts";

/** The headers `public/_headers` gives for one path pattern. */
function headersFor(pattern: string): Readonly<Record<string, string>> {
  const lines = readFileSync(new URL("../public/_headers", import.meta.url), "utf8").split("\n");
  const start = lines.indexOf(pattern);
  const block = lines.slice(start + 1);
  const end = block.findIndex((line) => !line.startsWith("  "));
  return Object.fromEntries(
    block.slice(0, end).map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

describe("public/_headers", () => {
  it("tells a host the headers that the preview server sends", () => {
    expect(headersFor("/*")).toEqual(responseHeaders);
  });

  it("lets hashed files, and only those, be cached for ever", () => {
    expect(headersFor("/assets/*")).toEqual({ "Cache-Control": "public, max-age=31536000, immutable" });
  });
});

describe("the content security policy", () => {
  it("allows nothing inline, evaluated or from elsewhere", () => {
    expect(responseHeaders["Content-Security-Policy"]).not.toMatch(/unsafe|\*|https?:/);
  });
});
