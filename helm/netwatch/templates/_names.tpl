{{/* The chart's name in labels. */}}
{{- define "netwatch.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* Prefix of all names. 40 characters leave room for the longest suffix in a label or a Service's name (63). */}}
{{- define "netwatch.fullname" -}}
{{- $name := include "netwatch.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
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
