// A computational graph on a stage, drawn as the chapter's figures are.

import type { ComponentChildren } from "preact";
import { graphSvg } from "../../display/graph_svg.ts";
import type { Graph } from "../../display/graph_layout.ts";
import { Stage } from "./stage.tsx";

interface GraphStageProps {
  graph: Graph;
  /** for those who do not see it; by default all its numbers */
  label?: string | undefined;
  /** drawn over it, in the units of its layout */
  children?: ComponentChildren;
}

const LEAST_SCALE = 0.65; // letters of 16 px are then 10

export function GraphStage({ graph, label, children }: GraphStageProps) {
  const { body, width, height, alt } = graphSvg("play", graph);
  return (
    <div class="play-scroll" tabIndex={0} role="group" aria-label="graph">
      <div style={{ minWidth: `${LEAST_SCALE * width}px` }}>
        <Stage width={Math.ceil(width)} height={height} label={label ?? alt}>
          <g dangerouslySetInnerHTML={{ __html: body }} />
          {children}
        </Stage>
      </div>
    </div>
  );
}
