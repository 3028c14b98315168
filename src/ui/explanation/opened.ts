import { createStore } from "zustand/vanilla";
import type { Explained } from "../../core/serving/explanation/explanation.ts";

/** A number that stands open, and the button that opened it. */
export interface Opened {
  readonly gpu: string;
  readonly which: Explained;
  readonly opener: HTMLElement;
}

/** Which number's formula is shown. It is not part of the scenario: no link carries it, and undo does not touch it. */
export const openedStore = createStore<{ readonly opened: Opened | null }>()(() => ({ opened: null }));

/** Opens a number, or closes it where it is open. */
export function toggleOpened(gpu: string, which: Explained, opener: HTMLElement): void {
  const { opened } = openedStore.getState();
  openedStore.setState({ opened: opened?.gpu === gpu && opened.which === which ? null : { gpu, which, opener } });
}

export function closeOpened(): void {
  openedStore.setState({ opened: null });
}
