/** What is asked of the bundler's module graph. */
interface ModuleGraph {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/**
 * Which modules share a file. Every module that the page needs before it can show an answer goes into one, beside the
 * entry's own.
 *
 * Left alone, the bundler makes a file of every group of modules that some later part shares with the first load: some
 * twenty small ones, each a request, and together a few kilobytes larger when compressed.
 */
export const filesOfTheBuild = {
  groups: [
    { name: (id: string, graph: ModuleGraph) => (isInFirstLoad(id, graph, new Set()) ? "first-load" : null) },
    // Two views draw with it, and the journeys know it by this name. What it shares with other parts stays outside.
    { name: "chart-library", test: /node_modules.recharts/, includeDependenciesRecursively: false },
  ],
};

/** Whether a chain of static imports leads to the module from the script that the page starts. */
function isInFirstLoad(id: string, graph: ModuleGraph, seen: Set<string>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return importersOf(id, graph).some((importer) => isStart(importer, graph) || isInFirstLoad(importer, graph, seen));
}

/** The page's script keeps a file of its own: the manifest of files calls that one the entry. */
function isStart(id: string, graph: ModuleGraph): boolean {
  return importersOf(id, graph).some((importer) => graph.getModuleInfo(importer)?.isEntry);
}

function importersOf(id: string, graph: ModuleGraph): readonly string[] {
  return graph.getModuleInfo(id)?.importers ?? [];
}
