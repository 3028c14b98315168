import { memo } from "react";
import {
  CartesianGrid,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from "recharts";
import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import { logAxis } from "../charts/log-ticks.ts";
import { gpuClass, axisValues, describe, QUANTITIES, type Point, type Quantity } from "./points.ts";

const { model: servingModel } = gemmaServingStudy;

interface ScatterPlotProps {
  readonly points: readonly Point[];
  readonly quantity: Quantity;
  readonly onShow: (point: Point | null) => void;
  readonly onOpen: (point: Point) => void;
}

/** Both axes logarithmic and alike, so that a right prediction lies on the diagonal. */
export const ScatterPlot = memo(function ScatterPlot({ points, quantity, onShow, onOpen }: ScatterPlotProps) {
  const { format } = QUANTITIES[quantity];
  const { domain, ticks } = logAxis(axisValues(quantity, points));
  const [least, most] = domain;
  const axis = { type: "number", scale: "log", domain: [least, most], ticks: [...ticks], interval: 0 } as const;
  return (
    <ResponsiveContainer width="100%" height={420}>
      <LineChart data={[...points]} margin={{ top: 8, right: 24, bottom: 20, left: 12 }} accessibilityLayer={false}>
        <CartesianGrid />
        <XAxis
          {...axis}
          dataKey="measured"
          tickFormatter={format}
          label={{ value: "measured", position: "insideBottom", offset: -12 }}
        />
        <YAxis
          {...axis}
          dataKey="predicted"
          tickFormatter={format}
          width={64}
          label={{ value: "predicted", angle: -90, position: "insideLeft" }}
        />
        <ReferenceLine
          className="diagonal"
          segment={[
            { x: least, y: least },
            { x: most, y: most },
          ]}
        />
        <Points points={points} quantity={quantity} onShow={onShow} onOpen={onOpen} />
      </LineChart>
    </ResponsiveContainer>
  );
});

/** Every point a link to its row's scenario. */
function Points({ points, quantity, onShow, onOpen }: ScatterPlotProps) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return (
    <g>
      {points.map((point) => (
        <a
          key={point.row}
          href={point.link}
          className={`point ${gpuClass(point.gpu)}`}
          aria-label={`${servingModel.gpus.get(point.gpu)!.shortName} ${describe(point, quantity)}`}
          onPointerEnter={() => onShow(point)}
          onFocus={() => onShow(point)}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(point);
          }}
        >
          <circle
            className={point.steady ? "dot" : "dot dot-unsteady"}
            cx={x(point.measured)}
            cy={y(point.predicted)}
            r={4}
          />
        </a>
      ))}
    </g>
  );
}
