import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PLATFORM_COLOURS, platformClass } from "./platform-class.ts";

type Rgb = readonly [number, number, number];

const theme = readFileSync(new URL("theme.css", import.meta.url), "utf8");

function variable(name: string, scheme: 0 | 1): Rgb {
  const values = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(theme);
  const hex = values?.[scheme + 1];
  if (hex === undefined) throw new Error(`theme.css has no --${name}`);
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = ([red, green, blue]: Rgb): number =>
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** How people with no, red-, green- and blue-blindness see linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const VISIONS: Readonly<Record<string, readonly Rgb[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const dot = (a: Rgb, b: Rgb): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Oklab: Ottosson 2020, "A perceptual color space for image processing". */
function oklab(colour: Rgb, vision: readonly Rgb[]): Rgb {
  const rgb: Rgb = [linear(colour[0]), linear(colour[1]), linear(colour[2])];
  const seen = vision.map((row) => Math.min(1, Math.max(0, dot(row, rgb)))) as unknown as Rgb;
  const cone = (row: Rgb): number => Math.cbrt(dot(row, seen));
  const lms: Rgb = [
    cone([0.4122214708, 0.5363325363, 0.0514459929]),
    cone([0.2119034982, 0.6806995451, 0.1073969566]),
    cone([0.0883024619, 0.2817188376, 0.6299787005]),
  ];
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], lms),
    dot([1.9779984951, -2.428592205, 0.4505937099], lms),
    dot([0.0259040371, 0.7827717662, -0.808675766], lms),
  ];
}

/** Twice what side-by-side patches need to look unlike (about 0.02 to 0.04 in Oklab). */
const LEAST_DISTANCE = 0.08;

describe("colours of platforms", () => {
  it.each([
    ["light", 0],
    ["dark", 1],
  ] as const)("are read as text on the %s theme", (_name, scheme) => {
    for (let i = 1; i <= PLATFORM_COLOURS; i += 1) {
      for (const ground of ["paper", "raised"]) {
        expect(
          contrast(variable(`platform-${i}`, scheme), variable(ground, scheme)),
          `${i} on ${ground}`,
        ).toBeGreaterThan(4.5);
      }
    }
  });

  it.each(Object.keys(VISIONS).flatMap((vision) => [[vision, "light", 0] as const, [vision, "dark", 1] as const]))(
    "are told apart with %s on the %s theme",
    (vision, _name, scheme) => {
      const seen = Array.from({ length: PLATFORM_COLOURS }, (_, i) =>
        oklab(variable(`platform-${i + 1}`, scheme), VISIONS[vision]!),
      );
      seen.forEach((a, i) =>
        seen
          .slice(i + 1)
          .forEach((b, j) =>
            expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]), `${i + 1} and ${i + j + 2}`).toBeGreaterThan(
              LEAST_DISTANCE,
            ),
          ),
      );
    },
  );
});

describe(platformClass, () => {
  it("gives twelve rows twelve looks", () => {
    expect(new Set(Array.from({ length: 12 }, (_, place) => platformClass(place))).size).toBe(12);
  });
});
