{{/*
What never changes in a release's life: a Deployment's selector can't. The operator makes the agents' NetworkPolicy with
the same two labels, and the instance from its setting "name".
*/}}
{{- define "netwatch.labels.selector" -}}
app.kubernetes.io/name: netwatch
app.kubernetes.io/instance: {{ include "netwatch.fullname" . }}
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
