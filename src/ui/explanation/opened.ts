import { createStore } from "zustand/vanilla";

/** A number that stands open, and the button that opened it. */
export interface Opened {
  /** Of the platform's row. */
  readonly id: string;
  /** Which of its numbers, as its question names it. */
  readonly which: string;
  readonly opener: HTMLElement;
}

/** Which number's formula is shown. It is not part of the workspace: no link carries it, and undo does not touch it. */
export const openedStore = createStore<{ readonly opened: Opened | null }>()(() => ({ opened: null }));

/** Opens a number, or closes it where it is open. */
export function toggleOpened(id: string, which: string, opener: HTMLElement): void {
  const { opened } = openedStore.getState();
  openedStore.setState({ opened: opened?.id === id && opened.which === which ? null : { id, which, opener } });
}

export function closeOpened(): void {
  openedStore.setState({ opened: null });
}
