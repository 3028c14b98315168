import { useStore } from "zustand";
import { refusedRows, servingModel } from "../../catalog/serving-model.ts";
import type { MovedHeadline } from "../../scenario/address.ts";
import { inPercent } from "../../core/serving/answer/wording.ts";
import { linkReportStore } from "../address-bar.ts";
import { formatOr, formatRatio } from "../format/format.ts";
import { fileProblemsStore } from "../scenario-files.ts";

/** What went wrong outside a field: parts of a link, a file, rows of a dataset. Nothing else is lost by it. */
export function Notices() {
  const report = useStore(linkReportStore, ({ report: current }) => current);
  const file = useStore(fileProblemsStore, (current) => current);
  return (
    <>
      {report && report.ignored.length > 0 && (
        <Notice
          title="Parts of this link were not used as they stand"
          onDismiss={() => linkReportStore.setState({ report: null })}
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
          onDismiss={() => linkReportStore.setState({ report: null })}
        >
          <p>{movedText(report.moved)}</p>
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

function movedText({ seen, now }: MovedHeadline): string {
  const nameOf = (gpu: string | null): string =>
    gpu === null ? "no platform" : (servingModel.gpus.get(gpu)?.shortName ?? gpu);
  const costs = (costByGpu: Readonly<Record<string, number | null>>): string =>
    Object.entries(costByGpu)
      .map(([gpu, cost]) => `${nameOf(gpu)} ${formatOr(cost, formatRatio)}`)
      .join(", ");
  const verdict = ({ winner, tie }: MovedHeadline["seen"]): string => `${nameOf(winner)}${tie ? " in a tie" : ""}`;
  const largest = Math.max(
    0,
    ...Object.entries(seen.relativeCost).map(([gpu, cost]) => {
      const costNow = now.relativeCost[gpu];
      return cost === null || costNow === null || costNow === undefined ? 0 : Math.abs(costNow / cost - 1);
    }),
  );
  return (
    `With model ${seen.modelVersion} it showed ${verdict(seen)} (relative cost ${costs(seen.relativeCost)}); ` +
    `model ${now.modelVersion} shows ${verdict(now)} (${costs(now.relativeCost)}): up to ${inPercent(largest)} apart.`
  );
}
