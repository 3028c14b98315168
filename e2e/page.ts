import { expect, test as base, type Locator, type Page } from "@playwright/test";

/** What a page complained about: the console, the content security policy, requests to other servers. */
class Complaints {
  #texts: readonly string[] = [];

  add(text: string): void {
    this.#texts = [...this.#texts, text];
  }

  /** Leaves out what a journey provokes on purpose. */
  forget(expected: RegExp): void {
    this.#texts = this.#texts.filter((text) => !expected.test(text));
  }

  get texts(): readonly string[] {
    return this.#texts;
  }
}

/** A journey takes a few seconds; a machine that is busy with other things takes its time. */
const PATIENCE_MILLISECONDS = 90_000;

/** Every journey's page must have nothing to complain about when the journey ends. */
export const test = base.extend<{ readonly complaints: Complaints }>({
  // A control that is not there fails the step that needs it, and not the whole journey by its time.
  actionTimeout: 10_000,
  complaints: [
    async ({ page, baseURL }, use, info) => {
      info.setTimeout(PATIENCE_MILLISECONDS);
      const complaints = await complaintsOf(page, baseURL!);
      await use(complaints);
      expect(complaints.texts).toEqual([]);
    },
    { auto: true },
  ],
});

async function complaintsOf(page: Page, origin: string): Promise<Complaints> {
  const complaints = new Complaints();
  page.on("console", (message) => {
    if (message.type() === "error") complaints.add(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.add(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith(`blob:${origin}/`)) {
      complaints.add(`request: ${request.url()}`);
    }
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      console.error(`content security policy: ${effectiveDirective} blocked ${blockedURI}`);
    });
  });
  return complaints;
}

/** The recommendation in one sentence. */
export function answer(page: Page): Locator {
  return page.getByRole("heading", { level: 1 });
}

/** The price of a row of the list. @param label As the list calls it: "8x H100". */
export function priceField(page: Page, label: string): Locator {
  return page.getByRole("textbox", { name: `Price, ${label}`, exact: true });
}

/** A row of the list of platforms. */
export function platformRow(page: Page, label: string): Locator {
  return page.locator(".platforms > ul > li").filter({ has: page.getByText(label, { exact: true }) });
}

/** Opens a row's settings. */
export async function openRow(page: Page, label: string): Promise<Locator> {
  await platformRow(page, label).locator(".open-row").click();
  return page.getByRole("group", { name: `Settings of ${label}` });
}

export function loadField(page: Page): Locator {
  return page.getByRole("textbox", { name: "Requests in flight, whole platform" });
}

export function loadSlider(page: Page): Locator {
  return page.getByRole("slider", { name: "Requests in flight" });
}

export function comparison(page: Page): Locator {
  return page.getByRole("region", { name: "Comparison table" });
}

/** A chart with its title, its picture and its table view. */
export function chart(page: Page, title: string): Locator {
  return page.getByRole("region", { name: title, exact: true });
}

export function notice(page: Page, title: string | RegExp): Locator {
  return page.getByRole("status", { name: title });
}

/** Opens one of the folded groups of inputs, or all of them. */
export async function unfold(page: Page, title: string | RegExp = /./): Promise<void> {
  const folds = page.locator("details:not([open])").filter({ has: page.locator("summary", { hasText: title }) });
  while ((await folds.count()) > 0) await folds.first().locator("summary").click();
}
