import { describe, expect, it } from "vitest";
import { decodePermalink } from "./permalink.ts";
import { checksum, packSettings, packText } from "./permalink-codec.ts";
import { threePlatforms } from "./permalink-fixture.ts";
import { readFragment } from "./permalink-fragment.ts";
import { settingsOf } from "./permalink-settings.ts";

function decode(text: string) {
  return decodePermalink(text, threePlatforms);
}

describe(readFragment, () => {
  const [row = []] = settingsOf(threePlatforms)["platforms"] as readonly (readonly unknown[])[];

  function withColumn(index: number, value: unknown) {
    return { platforms: [row.slice(0, index).concat([value], row.slice(index + 1))] };
  }

  it.each([
    [
      withColumn(4, "fp4"),
      "platforms[a100-sxm-80gb].kvCache",
      '"fp4"',
      'must be "bf16" or "fp8"; "bf16" is used instead',
    ],
    [withColumn(1, "8"), "platforms[a100-sxm-80gb].gpuCount", '"8"', "8 is used instead"],
    [withColumn(8, 1e9), "platforms[a100-sxm-80gb].maxNumSeqs", "1000000000", "64 is used instead"],
    [withColumn(6, { a: 1 }), "platforms[a100-sxm-80gb].acceptanceRate", '{"a":1}', "null is used instead"],
    [withColumn(2, 3), "platforms[a100-sxm-80gb].tensorParallel", "3", "8 GPUs and TP 1 are used instead"],
    [withColumn(12, "free"), "platforms[a100-sxm-80gb].pricePerGpuHour", '"free"', "1 is used instead"],
    [withColumn(0, "__proto__"), "platforms", '["__proto__",', "does not name a GPU this version knows"],
    [withColumn(0, "constructor"), "platforms", '["constructor",', "does not name a GPU this version knows"],
    [withColumn(0, ["h100-sxm"]), "platforms", '[["h100-sxm"],', "does not name a GPU this version knows"],
    [
      { platforms: [row.concat(1, null, null, null, null, null, "later")] },
      "platforms[a100-sxm-80gb]",
      '["later"]',
      "more than this version",
    ],
    [{ platforms: [row.concat(1, "much")] }, "platforms[a100-sxm-80gb].kvCacheBytesPerGpu", '"much"', "null is used"],
    [{ platforms: [row, row] }, "platforms[a100-sxm-80gb]", '["a100-sxm-80gb",', "is given more than once"],
    [{ platforms: [{ gpu: "h100-sxm" }] }, "platforms", '{"gpu":"h100-sxm"}', "does not name a GPU"],
    [{ platforms: { 0: row } }, "platforms", '{"0":', "must be a list"],
    [{ llm: null }, "llm", "null", '"gemma-4-31b-it" is used instead'],
    [{ llm: 7 }, "llm", "7", '"gemma-4-31b-it" is used instead'],
    [{ llm: "gemma-4-31b" }, "llm", "gemma-4-31b", 'did you mean "gemma-4-31b-it"?'],
    [{ mode: "fine-tune" }, "mode", '"fine-tune"', '"serve" is used instead'],
    [{ platforms: null }, "platforms", "null", "must be a list"],
    [{ tie: -1 }, "tieThresholdFraction", "-1", "0.05 is used instead"],
    [{ per: [] }, "tpot-per", "[]", '"token" is used instead'],
    [{ seen: {} }, "seen", "{}", "is left out"],
    [{ seen: ["1", null, false, { "h100-sxm": "cheap" }] }, "seen", '["1",', "is left out"],
    [{ theme: "dark" }, "fragment.theme", '"dark"', "is not something a link holds"],
    [
      JSON.parse('{"__proto__":{"polluted":1}}'),
      "fragment.__proto__",
      '{"polluted":1}',
      "is not something a link holds",
    ],
    [{ query: 1 }, "query", "", "was changed after the link was made"],
  ])("lists what is wrong with %j", (body, where, value, problem) => {
    const { scenario, ignored } = decodePermalink(`#s=${packSettings(body)}`, threePlatforms, [threePlatforms.llm]);
    expect(ignored).toEqual([
      { where, value: expect.stringContaining(value), problem: expect.stringContaining(problem) },
    ]);
    expect(scenario).toEqual(threePlatforms);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("repairs one field and keeps the others", () => {
    const changed = row.with(4, "fp4").with(8, 128);
    const { scenario, ignored } = decode(
      `?price=a100-sxm-80gb:1,h100-sxm:2.1,b200-sxm:3.89#s=${packSettings({ platforms: [changed] })}`,
    );
    expect(ignored).toHaveLength(1);
    expect(scenario.platforms[0]).toEqual({ ...threePlatforms.platforms[0], maxNumSeqs: 128 });
  });

  it("has a wrong number of GPUs repaired before TP is held against it", () => {
    const { scenario, ignored } = decode(`#s=${packSettings({ platforms: [row.with(1, "many").with(2, 5)] })}`);
    expect(ignored.map(({ where }) => where.split(".")[1])).toEqual(["gpuCount", "tensorParallel"]);
    expect(scenario).toEqual(threePlatforms);
  });

  it.each([
    ["[1,2]", "does not hold settings"],
    ["null", "does not hold settings"],
    ["not JSON", "is cut off or damaged"],
    [`{"llm":"${" ".repeat(100_000)}"}`, "holds more than a scenario can need"],
  ])("does not use a fragment of other content", (json, problem) => {
    const packed = packText(json);
    expect(decode(`#s=${packed}`).ignored).toEqual([
      { where: "fragment", value: expect.any(String), problem: expect.stringContaining(problem) },
    ]);
  });

  it("stops inflating a bomb early", () => {
    const packed = packText(" ".repeat(11_000_000));
    const started = performance.now();
    expect(decode(`#s=${packed}`).ignored[0]?.problem).toContain("holds more than a scenario can need");
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("says that settings may differ when the checksum does not fit", () => {
    const packed = packText(JSON.stringify({ tie: 0.1, seen: ["1", null, false, {}], check: checksum("another") }));
    const { scenario, seen, ignored } = decode(`#s=${packed}`);
    expect(ignored.map(({ problem }) => problem)).toEqual([
      "was changed after the link was made; settings may differ from the sender's",
    ]);
    expect(scenario.tieThresholdFraction).toBe(0.1);
    expect(seen).toBeNull();
  });
});
