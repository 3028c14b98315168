/** What is shown: the comparison, or how far its numbers can be trusted. */
export type View = "comparison" | "evidence";

/** Key of the view in an address, beside the scenario and no part of it. */
const VIEW_KEY = "view";

export function viewIn(search: string): View {
  return new URLSearchParams(search).get(VIEW_KEY) === "evidence" ? "evidence" : "comparison";
}

/** A link's query and fragment with the view, or without for the comparison; the rest as it stands. */
export function withView(link: string, view: View): string {
  const [query = "", ...fragment] = link.replace(/^\?/, "").split("#");
  const others = query.split("&").filter((entry) => entry !== "" && !entry.startsWith(`${VIEW_KEY}=`));
  const entries = view === "comparison" ? others : [`${VIEW_KEY}=${view}`, ...others];
  return [entries.length === 0 ? "" : `?${entries.join("&")}`, ...fragment].join("#");
}
