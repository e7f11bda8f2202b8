{{/* A Kubernetes quantity in thousandths of its base unit, as a number. Takes "50m", 1, "0.5" or "96Mi". */}}
{{- define "netwatch.quantity.milli" -}}
{{- if not (kindIs "string" .) }}
{{- mulf . 1000 }}
{{- else }}
{{- $factors := dict "m" 1 "" 1000 "k" 1e6 "M" 1e9 "G" 1e12 "T" 1e15
      "Ki" 1024000 "Mi" 1048576000 "Gi" 1073741824000 "Ti" 1099511627776000 }}
{{- mulf (regexFind "^[0-9.]+" . | float64) (get $factors (regexFind "[A-Za-z]*$" .)) }}
{{- end }}
{{- end }}

{{/* Fails where a limit is below its request. Takes (dict "resources" <values> "path" "agent.resources"). */}}
{{- define "netwatch.refuse.limits" -}}
{{- $path := .path }}
{{- $requests := .resources.requests | default dict }}
{{- range $name, $limit := .resources.limits | default dict }}
{{- with get $requests $name }}
{{- if gt (include "netwatch.quantity.milli" . | float64) (include "netwatch.quantity.milli" $limit | float64) }}
{{- fail (printf (print
      "%s.limits.%s (%v) is below %s.requests.%s (%v): raise the limit or lower the request")
      $path $name $limit $path $name .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
