// A computational graph on a stage, drawn as the chapter's figures are.

import { graphSvg } from "../../display/graph_svg.ts";
import type { Graph } from "../../display/graph_layout.ts";
import { Stage } from "./stage.tsx";

export function GraphStage({ graph }: { graph: Graph }) {
  const { body, width, height, alt } = graphSvg("play", graph);
  return (
    <Stage width={Math.ceil(width)} height={height} label={alt}>
      <g dangerouslySetInnerHTML={{ __html: body }} />
    </Stage>
  );
}
