import { createStore } from "zustand/vanilla";
import { showQuestion as withQuestion } from "../workspace/changes.ts";
import type { LinkReport } from "../workspace/link/address.ts";
import { changeWorkspace, startFrom, workspaceStore } from "../workspace/store.ts";
import { openWorkspaceFile } from "./workspace-files.ts";
import { viewIn, withView, type View } from "./view.ts";

/** Browsers refuse more than about a hundred address changes in ten seconds. */
const QUIET_MILLISECONDS = 300;

/** What the last opened link left to be told; null once dismissed. */
export const linkReportStore = createStore<{ readonly report: LinkReport | null; readonly isUnread: boolean }>()(
  () => ({ report: null, isUnread: false }),
);

/** What is shown of the workspace; `showView` changes it. */
export const viewStore = createStore<{ readonly view: View }>()(() => ({ view: viewIn(window.location.search) }));

/**
 * What the browser's history knows of an entry. Entries of one file share its number: a step between them changes what is
 * shown, and a step to another number opens the entry's link.
 */
interface Entry {
  readonly file: number;
  readonly question: string;
}

let file = entryOf(window.history.state)?.file ?? 0;

function entryOf(state: unknown): Entry | null {
  if (typeof state !== "object" || state === null || !("file" in state) || !("question" in state)) return null;
  return typeof state.file === "number" && typeof state.question === "string"
    ? { file: state.file, question: state.question }
    : null;
}

function entryNow(): Entry {
  return { file, question: workspaceStore.getState().question };
}

/** Reading and writing links is loaded apart: a visitor without a link sees the answer before it is needed. */
const links = () => import("../workspace/link/address.ts");
type Links = Awaited<ReturnType<typeof links>>;
/** Once loaded, so that a page that is left can still write its address. */
let loaded: Links | null = null;

async function loadLinks(): Promise<Links> {
  loaded ??= await links();
  return loaded;
}

/** Opens what the address holds, then keeps the address at the workspace, so that copying it is sharing. */
export async function followAddress(): Promise<void> {
  await open();
  window.addEventListener("popstate", (event) => void followHistory(entryOf(event.state)));
  let timer: number | undefined;
  let isPending = false;
  const flush = (): void => {
    window.clearTimeout(timer);
    if (isPending && loaded !== null) replaceAddress(loaded);
    isPending = false;
  };
  workspaceStore.subscribe(() => {
    window.clearTimeout(timer);
    isPending = true;
    void loadLinks().catch(() => null);
    timer = window.setTimeout(() => {
      isPending = false;
      void writeAddress();
    }, QUIET_MILLISECONDS);
  });
  // A change followed at once by a reload, or by another app on a phone, is in the address all the same.
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
}

/** Reads the link in the address; while it could not be read, nothing overwrites it. */
export async function open(): Promise<void> {
  const link = withView(linkInAddress(), "comparison");
  if (link === "") return;
  let read: Links;
  try {
    read = await loadLinks();
  } catch {
    linkReportStore.setState({ report: null, isUnread: true });
    return;
  }
  const { workspace, report } = await read.openLink(link);
  startFrom(workspace);
  linkReportStore.setState({ report, isUnread: false });
}

/** Shows a view as a step of the browser's history; the workspace stays. */
export function showView(view: View): void {
  window.history.pushState(entryNow(), "", addressOf(withView(linkInAddress(), view)));
  viewStore.setState({ view });
  window.scrollTo(0, 0);
}

/** Asks another question as a step of the browser's history. */
export function showQuestion(id: string): void {
  changeWorkspace(withQuestion(id));
  void step();
}

/** Opens a file as a step of the browser's history: the way back is to what was there before. */
export async function openFile(opened: File): Promise<void> {
  await writeAddress();
  if ((await openWorkspaceFile(opened)) === "refused") return;
  file += 1;
  await step();
}

async function step(): Promise<void> {
  const link = await currentLink().catch(() => null);
  if (link !== null) window.history.pushState(entryNow(), "", link);
}

/** Back, forward, or a pasted link: only the fragment of an address can change without loading the page anew. */
async function followHistory(entry: Entry | null): Promise<void> {
  viewStore.setState({ view: viewIn(window.location.search) });
  if (entry === null || entry.file !== file) {
    file = entry?.file ?? file;
    await open();
    return;
  }
  changeWorkspace(withQuestion(entry.question));
  await writeAddress();
}

async function writeAddress(): Promise<void> {
  try {
    replaceAddress(await loadLinks());
  } catch {
    // The address stays as it is; `Copy link` says that links could not be loaded.
  }
}

function replaceAddress(read: Links): void {
  if (linkReportStore.getState().isUnread) return;
  window.history.replaceState(entryNow(), "", linkNow(read));
}

/** The full link to what is on the page now. @throws Error where the part that writes links could not be loaded. */
export async function currentLink(): Promise<string> {
  return linkNow(await loadLinks());
}

function linkNow({ linkTo }: Links): string {
  return addressOf(withView(linkTo(workspaceStore.getState()), viewStore.getState().view));
}

/** Where a view of the current workspace is, for a link to it. */
export function viewAddress(view: View): string {
  return addressOf(withView(linkInAddress(), view));
}

function linkInAddress(): string {
  return window.location.search + window.location.hash;
}

/** An empty link is the page without a query, not the address that the page has now. */
function addressOf(link: string): string {
  return new URL(link === "" ? window.location.pathname : link, window.location.href).href;
}
