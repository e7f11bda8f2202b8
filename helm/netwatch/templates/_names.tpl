{{/* Prefix of all names: a DNS label, short enough for the longest suffix within a label's value (63). */}}
{{- define "netwatch.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- $release := replace "." "-" .Release.Name }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else if contains $name $release }}
{{- $release | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" $release $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Name of the operator's Deployment, Service, ConfigMap, Role and more. */}}
{{- define "netwatch.operator.name" -}}
{{ include "netwatch.fullname" . }}-operator
{{- end }}

{{/* The account as which the operator runs. */}}
{{- define "netwatch.operator.account" -}}
{{- default (include "netwatch.operator.name" .) .Values.operator.serviceAccount.name }}
{{- end }}

{{/* The account as which agents run; the operator makes it. */}}
{{- define "netwatch.agent.account" -}}
{{ include "netwatch.fullname" . }}-agent
{{- end }}
