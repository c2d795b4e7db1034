import { atPath } from "#lib/reading/at-path";
import { textAt } from "#lib/reading/text-at";
import { textOf } from "#lib/reading/text-of";

/** A run of Bitbucket Pipelines. What is left out was not said. */
export type PipelineRun = {
  repository?: string | undefined;
  ref?: string | undefined;
  result?: string | undefined;
  number?: string | undefined;
  /** Unix milliseconds. */
  endedAt?: number | undefined;
};

/** The whole runs among the OpenTelemetry spans of a `pipeline:span_created`; steps and commands are left out. */
export function pipelineRuns(message: unknown): PipelineRun[] {
  return lists(message, "resourceSpans")
    .flatMap((resource) => lists(resource, "scopeSpans"))
    .flatMap((scope) => lists(scope, "spans"))
    .filter((span) => textAt(span, "name") === "bbc.pipeline_run")
    .map(runOf);
}

function lists(value: unknown, path: string): unknown[] {
  const list = atPath(value, path);
  return Array.isArray(list) ? list : [];
}

function runOf(span: unknown): PipelineRun {
  const said = attributesOf(span);
  const endedAt = Number(textAt(span, "endTimeUnixNano")) / 1e6;
  return {
    // Bitbucket often leaves the name out and sends only the id.
    repository: said.get("pipeline.repository.full_name") ?? said.get("pipeline.repository.uuid"),
    ref: said.get("pipeline.target.ref_name"),
    result: said.get("pipeline.state.result.name") ?? said.get("pipeline_run.state.result.name"),
    number: said.get("pipeline_run.run_number"),
    endedAt: Number.isFinite(endedAt) ? endedAt : undefined,
  };
}

function attributesOf(span: unknown): Map<string, string> {
  return new Map(
    lists(span, "attributes").flatMap((attribute): [string, string][] => {
      const key = textAt(attribute, "key");
      const value = textOf(atPath(attribute, "value.stringValue")) ?? textAt(attribute, "value.intValue");
      return key && value ? [[key, value]] : [];
    }),
  );
}
