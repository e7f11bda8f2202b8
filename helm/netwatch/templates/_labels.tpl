{{/* What never changes in a release's life: a Deployment's selector can't. */}}
{{- define "netwatch.labels.selector" -}}
app.kubernetes.io/name: {{ include "netwatch.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Of every object. */}}
{{- define "netwatch.labels.common" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "netwatch.labels.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: netwatch
{{- end }}

{{/* The operator's pods, to select them. */}}
{{- define "netwatch.operator.selector" -}}
{{ include "netwatch.labels.selector" . }}
app.kubernetes.io/component: operator
{{- end }}

{{/* Of every object of the operator. */}}
{{- define "netwatch.operator.labels" -}}
{{ include "netwatch.labels.common" . }}
app.kubernetes.io/component: operator
{{- end }}
