# From a CustomResourceDefinition: the schema of its stored version.
include "strict";
.spec as $spec | ($spec.versions[] | select(.storage)) as $version
| {source: "\(.metadata.name) of prometheus-operator \(.metadata.annotations."operator.prometheus.io/version")",
   "$defs": {"\($spec.group)/\($version.name) \($spec.names.kind)":
     ($version.schema.openAPIV3Schema | strict
       | del(.properties.status)
       | .properties.metadata = {type: "object", required: ["name"], additionalProperties: false, properties: {
           name: {type: "string"}, namespace: {type: "string"},
           labels: {type: "object", additionalProperties: {type: "string"}},
           annotations: {type: "object", additionalProperties: {type: "string"}}}})}}
