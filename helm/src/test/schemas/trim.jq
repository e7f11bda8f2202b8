# From the OpenAPI documents of several group-versions: the kinds asked for, and what they refer to.
include "strict";
def refs: [.. | objects | ."$ref"? | strings | sub(".*/"; "")] | unique;
def closure($all): . as $seen | ([$all[.[]] | refs] | add // []) as $more
  | if ($more - $seen) == [] then $seen else ($seen + $more | unique | closure($all)) end;
def group_version: if .group == "" then .version else "\(.group)/\(.version)" end;

map(.components.schemas) | add as $all
| ($kinds | [splits("\\s+")] | map(select(. != ""))) as $wanted
| [$all | to_entries[] | .key as $name | (.value."x-kubernetes-group-version-kind" // [])[]
    | select(.kind | IN($wanted[])) | {key: "\(group_version) \(.kind)", value: {"$ref": "#/$defs/\($name)"}}] as $roots
| if ($roots | length) != ($wanted | length) then error("kinds wanted and found differ") else . end
| ($all | map_values(strict)
    | ."io.k8s.apimachinery.pkg.api.resource.Quantity" = quantity
    | ."io.k8s.apimachinery.pkg.util.intstr.IntOrString" = int_or_string) as $strict
| ($roots | map(.value | refs[]) | unique | closure($strict)) as $names
| {source: $source, "$defs": (($roots | from_entries) + ($strict | with_entries(select(.key | IN($names[])))))}
