import { platformClass } from "./platform-class.ts";
import { placeOf, useWorkspace } from "./use-workspace.ts";

/** Each row's class by its id; that of none for null, and for an id that is not in the list. */
export function usePlatformClass(): (id: string | null) => string {
  const platforms = useWorkspace((workspace) => workspace.platforms);
  return (id) => platformClass(placeOf(platforms, id));
}
