import { useStore } from "zustand";
import type { MovedHeadline } from "../../workspace/link/address.ts";
import { inPercent } from "../../core/units/wording.ts";
import { linkReportStore, open } from "../address-bar.ts";
import { formatOr, formatRatio } from "../format/format.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { useServingStudy } from "../use-workspace.ts";
import { fileProblemsStore } from "../workspace-files.ts";

/** What went wrong outside a field: parts of a link, a file, rows of a dataset. Nothing else is lost by it. */
export function Notices() {
  const { report, isUnread } = useStore(linkReportStore, (current) => current);
  const { refusedRows } = useServingStudy();
  const labelOf = useLabels();
  const file = useStore(fileProblemsStore, (current) => current);
  return (
    <>
      {isUnread && (
        <Notice title="This link was not read: a part of the page did not load">
          <p>The address stays as it was sent. What is below are the defaults.</p>
          <button type="button" onClick={() => void open()}>
            Try again
          </button>
        </Notice>
      )}
      {report && report.ignored.length > 0 && (
        <Notice
          title="Parts of this link were not used as they stand"
          onDismiss={() => linkReportStore.setState({ report: null, isUnread: false })}
        >
          <ul>
            {report.ignored.map(({ where, value, problem }) => (
              <li key={`${where} ${value} ${problem}`}>
                <code>{where}</code>
                {value !== "" && (
                  <>
                    {" "}
                    <q>{value}</q>
                  </>
                )}{" "}
                {problem}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {report?.moved && (
        <Notice
          title="The numbers have moved since this link was made"
          onDismiss={() => linkReportStore.setState({ report: null, isUnread: false })}
        >
          <p>{movedText(report.moved, labelOf)}</p>
        </Notice>
      )}
      {file.problems.length > 0 && (
        <Notice title={file.title} onDismiss={() => fileProblemsStore.setState({ title: "", problems: [] })}>
          <ul>
            {file.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      {refusedRows.length > 0 && (
        <Notice title={`Measured rows refused: ${refusedRows.length}; the others are in use`}>
          <ul>
            {refusedRows.map(({ file: name, index, id, problem }) => (
              <li key={`${name} ${index}`}>
                {name}, row {index}
                {id !== null && ` (${id})`}: {problem}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

interface NoticeProps {
  readonly title: string;
  readonly children: React.ReactNode;
  readonly onDismiss?: () => void;
}

function Notice({ title, children, onDismiss }: NoticeProps) {
  return (
    <section className="notice" role="status" aria-label={title}>
      <h2>{title}</h2>
      {children}
      {onDismiss && (
        <button type="button" onClick={onDismiss}>
          Dismiss
        </button>
      )}
    </section>
  );
}

function movedText({ seen, now }: MovedHeadline, labelOf: (id: string) => string): string {
  const nameOf = (id: string | null): string => (id === null ? "no platform" : labelOf(id));
  const costs = ({ relativeCost }: MovedHeadline["seen"]): string =>
    Object.entries(relativeCost)
      .map(([id, cost]) => `${nameOf(id)} ${formatOr(cost, formatRatio)}`)
      .join(", ");
  const verdict = ({ winner, tie }: MovedHeadline["seen"]): string =>
    `${nameOf(winner)}${tie ? " in a close call" : ""}`;
  const largest = Math.max(
    0,
    ...Object.entries(seen.relativeCost).map(([id, cost]) => {
      const costNow = now.relativeCost[id];
      return cost === null || costNow === null || costNow === undefined ? 0 : Math.abs(costNow / cost - 1);
    }),
  );
  return (
    `With model ${seen.modelVersion} it showed ${verdict(seen)} (relative cost ${costs(seen)}); ` +
    `model ${now.modelVersion} shows ${verdict(now)} (${costs(now)}): up to ${inPercent(largest)} apart.`
  );
}
