import { assumptions } from "../../catalog/assumptions.ts";
import { servingManifest } from "../../catalog/serving-benchmark.ts";
import { sources } from "../../catalog/sources.ts";

/** What to know about the measurements, what is assumed and why, and every source; loaded when asked for. */
export function ProvenanceDetails() {
  return (
    <>
      <h3>What to know about the measurements</h3>
      <ul>
        {servingManifest.caveats.map((caveat) => (
          <li key={caveat}>{caveat}</li>
        ))}
      </ul>
      <h3>What is assumed, and why</h3>
      <ul>
        {[...assumptions.values()].map(({ id, mark, why, source }) => (
          <li key={id}>
            <b>{id}</b> ({mark}): {why} {source !== null && <i>{sources.get(source)?.title}</i>}
          </li>
        ))}
      </ul>
      <h3>Sources</h3>
      <ul>
        {[...sources.values()].map(({ id, title, publisher, licence, date, address }) => (
          <li key={id}>
            {title}. {publisher}, {date ?? "undated"}. {licence}. {address}
          </li>
        ))}
      </ul>
    </>
  );
}
