import { createStore } from "zustand/vanilla";
import type { LinkReport } from "../scenario/address.ts";
import { workspaceStore, startFrom } from "../scenario/store.ts";

/** Browsers refuse more than about a hundred address changes in ten seconds. */
const QUIET_MILLISECONDS = 300;

/** What the last opened link left to be told; null once dismissed. */
export const linkReportStore = createStore<{ readonly report: LinkReport | null }>()(() => ({ report: null }));

/** Reading and writing links is loaded apart: a visitor without a link sees the answer before it is needed. */
const links = () => import("../scenario/address.ts");

/** Opens what the address holds, then keeps the address at the scenario, so that copying it is sharing. */
export async function followAddress(): Promise<void> {
  await open();
  // Only the fragment of an address can change without loading the page anew: somebody pasted a link.
  window.addEventListener("hashchange", () => void openIfOther());
  window.addEventListener("popstate", () => void openIfOther());
  let timer: number | undefined;
  workspaceStore.subscribe(() => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void writeAddress(), QUIET_MILLISECONDS);
  });
}

async function open(): Promise<void> {
  const { search, hash } = window.location;
  if (search === "" && hash === "") return;
  const opened = await links().then(
    ({ openLink }) => openLink(search + hash),
    () => null,
  );
  if (opened === null) {
    const problem = "could not be read, because a part of the page did not load: reload the page to try again";
    linkReportStore.setState({ report: { ignored: [{ where: "link", value: "", problem }], moved: null } });
    return;
  }
  const { workspace, report } = opened;
  startFrom(workspace);
  linkReportStore.setState({ report: report.ignored.length > 0 || report.moved !== null ? report : null });
}

async function openIfOther(): Promise<void> {
  const { linkTo } = await links();
  const { search, hash } = window.location;
  if (search + hash !== (await linkTo(workspaceStore.getState()))) await open();
}

async function writeAddress(): Promise<void> {
  window.history.replaceState(null, "", await currentLink());
}

/** The full link to what is on the page now. */
export async function currentLink(): Promise<string> {
  const { linkTo } = await links();
  return new URL(await linkTo(workspaceStore.getState()), window.location.href).href;
}
