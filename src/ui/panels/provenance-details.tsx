import { assumptions } from "../../catalog/assumptions.ts";
import { floorManifest, floorRows } from "../../catalog/floor-benchmark.ts";
import { servingManifest } from "../../catalog/serving-benchmark.ts";
import { sources } from "../../catalog/sources.ts";

/** What to know about the measurements, what is assumed and why, and every source. */
export function ProvenanceDetails() {
  return (
    <section>
      <h2>What to know about the measurements</h2>
      <ul>
        {servingManifest.caveats.map((caveat) => (
          <li key={caveat}>{caveat}</li>
        ))}
      </ul>
      <h2>What to know about the floor of the hardware</h2>
      <p>
        {floorManifest.measured} {floorRows.length} rows on {floorManifest.hardware}, {floorManifest.software},{" "}
        {floorManifest.measuredMonth}; the two ceilings of the model are the best rates among them.
      </p>
      <ul>
        {floorManifest.caveats.map((caveat) => (
          <li key={caveat}>{caveat}</li>
        ))}
      </ul>
      <h2>What is assumed, and why</h2>
      <ul>
        {[...assumptions.values()].map(({ id, mark, why, source }) => (
          <li key={id}>
            <b>{id}</b> ({mark}): {why} {source !== null && <i>{sources.get(source)?.title}</i>}
          </li>
        ))}
      </ul>
      <h2>Sources</h2>
      <ul>
        {[...sources.values()].map(({ id, title, publisher, licence, date, address }) => (
          <li key={id}>
            {title}. {publisher}, {date ?? "undated"}. {licence}. {address}
          </li>
        ))}
      </ul>
    </section>
  );
}
