{{/* A full image reference, digest before tag. Takes (dict "image" <values> "root" $). */}}
{{- define "netwatch.image" -}}
{{- if .image.digest -}}
{{ .image.repository }}@{{ .image.digest }}
{{- else -}}
{{ .image.repository }}:{{ default .root.Chart.AppVersion .image.tag }}
{{- end -}}
{{- end }}
