# A Kubernetes schema as JSON Schema that finds typos: no text, no defaults, and an object that names its
# properties has no others. Int-or-string and quantities become what the API server's own parsers take.
def quantity: {anyOf: [{type: "number"},
  {type: "string", pattern: "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$"}]};
def int_or_string: {anyOf: [{type: "integer"}, {type: "string"}]};
def strict:
  if ."x-kubernetes-int-or-string" then int_or_string
  elif ((.allOf // []) | length) == 1 then .allOf[0] | strict
  elif has("$ref") then {"$ref": (."$ref" | sub("#/components/schemas/"; "#/$defs/"))}
  else
    {type, format, enum, required, items, properties, additionalProperties, oneOf, anyOf, pattern, minimum, maximum}
    | with_entries(select(.value != null))
    | if has("items") then .items |= strict else . end
    | if has("properties") then .properties |= map_values(strict) | .additionalProperties = false
      elif (.additionalProperties | type) == "object" then .additionalProperties |= strict
      else . end
  end;
