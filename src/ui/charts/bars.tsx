import type { ReactNode } from "react";
import type { Band } from "../../core/units/band.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import "./bars.css";

/** A piece of a bar, of a kind that has a colour in `bars.css`. */
export interface BarPart {
  readonly kind: string;
  readonly name: string;
  readonly value: number;
  /** Written inside where it has room. */
  readonly label?: string;
}

/** One platform's bar. */
export interface Bar {
  readonly id: string;
  readonly label: string;
  /** From the left on; none where there is nothing to draw, and `reason` says why. */
  readonly parts: readonly BarPart[];
  readonly reason: string | null;
  readonly isWinner: boolean;
  /** What may not be chosen is drawn faint. */
  readonly isFaint?: boolean;
  /** 90 % band of the bar's end. */
  readonly band?: Band | null;
  /** What the bar should stay within, as a card's memory. */
  readonly edge?: number | null;
  /** At the right. */
  readonly figure: ReactNode;
  /** Below it. */
  readonly note?: string | null;
  readonly isDoubtful?: boolean;
}

/** A bar a platform, all on one scale, in the list's order. */
export function Bars({ bars, most }: { readonly bars: readonly Bar[]; readonly most: number }) {
  const classOf = usePlatformClass();
  return (
    <ul className={bars.length > FEW ? "bars many" : "bars"}>
      {bars.map((bar) => (
        <li key={bar.id} className={`${classOf(bar.id)}${bar.isWinner ? " winner" : ""}${bar.isFaint ? " faint" : ""}`}>
          <span className="platform-name" title={bar.label}>
            {bar.label}
          </span>
          {bar.parts.length === 0 ? (
            <span className="bar-reason">{bar.reason}</span>
          ) : (
            <>
              <Track bar={bar} most={most} />
              <span className="bar-value">{bar.figure}</span>
            </>
          )}
          {bar.note != null && <p className={bar.isDoubtful ? "bar-note doubtful" : "bar-note"}>{bar.note}</p>}
        </li>
      ))}
    </ul>
  );
}

/** More bars than these are drawn closer together. */
const FEW = 6;
/** Parts narrower than this share of the chart carry no label; the table has them. */
const LABELLED_SHARE = 0.1;

function Track({ bar: { parts, band, edge }, most }: { readonly bar: Bar; readonly most: number }) {
  const share = (value: number): number => (most > 0 ? Math.min(1, value / most) : 0);
  const startOf = (i: number): number => parts.slice(0, i).reduce((sum, { value }) => sum + value, 0);
  const end = startOf(parts.length);
  const placed = parts.map((part, i) => ({
    ...part,
    left: share(startOf(i)),
    width: share(startOf(i + 1)) - share(startOf(i)),
  }));
  return (
    <span className="bar-track">
      {edge != null && <span className="bar-room" style={{ width: percent(share(edge)) }} />}
      {placed.map(({ kind, name, label, left, width }) => (
        <span key={kind} className={`part part-${kind}`} style={{ left: percent(left), width: percent(width) }}>
          {label !== undefined && width >= LABELLED_SHARE && (
            <span>
              <span className="visually-hidden">{name} </span>
              {label}
            </span>
          )}
        </span>
      ))}
      <span className="bar-stripes" style={{ width: percent(share(end)) }} />
      {edge != null && end > edge && (
        <span className="bar-over" style={{ left: percent(share(edge)), width: percent(share(end) - share(edge)) }} />
      )}
      {edge != null && <span className="bar-edge" style={{ left: percent(share(edge)) }} />}
      {band != null && band[0] < band[1] && (
        <span
          className="whisker"
          style={{ left: percent(share(band[0])), width: percent(share(band[1]) - share(band[0])) }}
        />
      )}
    </span>
  );
}

/** What the parts' colours mean. */
export function BarKey({ parts }: { readonly parts: readonly Pick<BarPart, "kind" | "name">[] }) {
  return (
    <ul className="key" aria-hidden="true">
      {parts.map(({ kind, name }) => (
        <li key={kind}>
          <span className={`part part-${kind}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}

function percent(share: number): string {
  return `${share * 100}%`;
}
