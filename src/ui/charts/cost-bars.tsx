import type { ReactNode } from "react";
import type { Ranking } from "../../core/verdict/ranking.ts";
import type { PlatformAnswer } from "../../questions/question.ts";
import { ExplainedNumber } from "../explanation/explained-number.tsx";
import { costUnitName, formatAmount, formatOr, formatRatio } from "../format/format.ts";
import { useWorkspace } from "../use-workspace.ts";
import { type Bar, Bars } from "./bars.tsx";
import { ChartFrame } from "./chart-frame.tsx";

/** A platform's cost, with what a question says about it. */
export interface CostedPlatform extends Pick<
  PlatformAnswer<unknown>,
  "label" | "quote" | "relativeCost" | "relativeCostBand"
> {
  readonly platform: { readonly id: string };
  /** Why it has no cost at all; null where only its price is unknown. */
  readonly cannot: string | null;
  /** What to know of the figure: "over the TPOT limit". */
  readonly notes: readonly string[];
  /** Whether it keeps the limits. */
  readonly mayBeChosen: boolean;
  /** What the figure rests on, for the table. */
  readonly restsOn: string | null;
}

interface CostBarsProps {
  readonly title: string;
  readonly subtitle: string;
  /** "per million output tokens" */
  readonly per: string;
  readonly platforms: readonly CostedPlatform[];
  readonly ranking: Ranking;
}

/** Relative cost in any question: a bar a platform, with its 90 % band. */
export function CostBars({ title, subtitle, per, platforms, ranking }: CostBarsProps) {
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const most = Math.max(1, ...platforms.flatMap(({ relativeCostBand }) => relativeCostBand?.[1] ?? []));
  const winner = ranking.kind === "none" ? null : ranking.winner.id;
  const close = ranking.kind === "close" ? ranking.close.map(({ id }) => id) : [];
  const costOf = ({ quote }: CostedPlatform): number | null => (quote?.kind === "priced" ? quote.cost : null);
  const bars = platforms.map((own): Bar => {
    const { platform, label, relativeCost, relativeCostBand, cannot, notes, mayBeChosen } = own;
    const { id } = platform;
    const isClose = close.includes(id) && id !== winner;
    return {
      id,
      label,
      parts: relativeCost === null ? [] : [{ kind: "cost", name: "cost", value: relativeCost }],
      reason: cannot ?? "price unknown",
      isWinner: id === winner || isClose,
      isFaint: !mayBeChosen,
      band: relativeCostBand,
      figure: relativeCost !== null && (
        <Figure
          id={id}
          relativeCost={relativeCost}
          cost={formatOr(costOf(own), (cost) => formatAmount(cost, unit))}
          notes={isClose ? ["close call", ...notes] : notes}
        />
      ),
    };
  });
  return (
    <ChartFrame
      title={title}
      subtitle={subtitle}
      columns={[
        { header: "Platform" },
        { header: "Relative cost", numeric: true },
        { header: "90 % band", numeric: true },
        { header: `Cost ${per} (${costUnitName(unit)})`, numeric: true },
        { header: "Rests on" },
      ]}
      rows={platforms.map((own) => [
        own.label,
        formatOr(own.relativeCost, formatRatio),
        formatOr(own.relativeCostBand, ([low, high]) => `${formatRatio(low)}–${formatRatio(high)}`),
        formatOr(costOf(own), (cost) => formatAmount(cost, unit)),
        own.cannot ?? (own.quote?.kind === "unpriced" ? "price unknown" : formatOr(own.restsOn, String)),
      ])}
      className="cost-bars"
    >
      <Bars bars={bars} most={most} />
      <p className="axis-note">
        Small figures: {costUnitName(unit)} {per}
      </p>
    </ChartFrame>
  );
}

interface FigureProps {
  readonly id: string;
  readonly relativeCost: number;
  readonly cost: string;
  readonly notes: readonly string[];
}

function Figure({ id, relativeCost, cost, notes }: FigureProps): ReactNode {
  return (
    <>
      <span>
        <b>
          <ExplainedNumber id={id} which="relativeCost">
            {formatRatio(relativeCost)}
          </ExplainedNumber>
        </b>{" "}
        <span className="hint">{cost}</span>
      </span>
      {notes.length > 0 && <span className="hint">{notes.join(", ")}</span>}
    </>
  );
}
