import { createStore } from "zustand/vanilla";
import type { LinkReport } from "../scenario/address.ts";
import { startFrom, workspaceStore } from "../scenario/store.ts";
import { viewIn, withView, type View } from "../scenario/view.ts";
import { defaultWorkspace } from "../scenario/workspace.ts";

/** Browsers refuse more than about a hundred address changes in ten seconds. */
const QUIET_MILLISECONDS = 300;

/** What the last opened link left to be told; null once dismissed. */
export const linkReportStore = createStore<{ readonly report: LinkReport | null }>()(() => ({ report: null }));

/** What is shown of the scenario; `showView` changes it. */
export const viewStore = createStore<{ readonly view: View }>()(() => ({ view: viewIn(window.location.search) }));

/** Shows a view as a step of the browser's history; the scenario stays. */
export function showView(view: View): void {
  window.history.pushState(null, "", addressOf(withView(linkInAddress(), view)));
  viewStore.setState({ view });
  window.scrollTo(0, 0);
}

/** Where a view of the current scenario is, for a link to it. */
export function viewAddress(view: View): string {
  return addressOf(withView(linkInAddress(), view));
}

/** Reading and writing links is loaded apart: a visitor without a link sees the answer before it is needed. */
const links = () => import("../scenario/address.ts");

/** Opens what the address holds, then keeps the address at the scenario, so that copying it is sharing. */
export async function followAddress(): Promise<void> {
  await open();
  window.addEventListener("popstate", () => void followHistory());
  let timer: number | undefined;
  workspaceStore.subscribe(() => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void writeAddress(), QUIET_MILLISECONDS);
  });
}

async function open(): Promise<void> {
  const link = linkInAddress();
  if (link === "" || link === withView("", "evidence")) return;
  const opened = await links().then(
    ({ openLink }) => openLink(link),
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

/**
 * Back, forward, or a pasted link: only the fragment of an address can change without loading the page anew. A step
 * from view to view leaves the scenario as it is now, whatever it was when the step was made.
 */
async function followHistory(): Promise<void> {
  const view = viewIn(window.location.search);
  if (view !== viewStore.getState().view) {
    viewStore.setState({ view });
    if (workspaceStore.getState() !== defaultWorkspace) await writeAddress();
    return;
  }
  const { linkTo } = await links();
  if (withView(linkInAddress(), "comparison") !== (await linkTo(workspaceStore.getState()))) await open();
}

async function writeAddress(): Promise<void> {
  window.history.replaceState(null, "", await currentLink());
}

/** The full link to what is on the page now. */
export async function currentLink(): Promise<string> {
  const { linkTo } = await links();
  return addressOf(withView(await linkTo(workspaceStore.getState()), viewStore.getState().view));
}

function linkInAddress(): string {
  return window.location.search + window.location.hash;
}

/** An empty link is the page without a query, not the address that the page has now. */
function addressOf(link: string): string {
  return new URL(link === "" ? window.location.pathname : link, window.location.href).href;
}
