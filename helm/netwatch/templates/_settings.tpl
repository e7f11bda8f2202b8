{{/* operator.yaml: what the operator reads at its start; it refuses keys that it doesn't know. */}}
{{- define "netwatch.operator.settings" -}}
{{- $secrets := list }}
{{- range .Values.imagePullSecrets }}
{{- $secrets = append $secrets .name }}
{{- end -}}
name: {{ include "netwatch.fullname" . }}
agent:
  image: {{ include "netwatch.image" (dict "image" .Values.agent.image "root" $) | quote }}
  imagePullPolicy: {{ .Values.agent.image.pullPolicy }}
  imagePullSecrets: {{ toJson $secrets }}
  {{- with .Values.agent }}
  securityProfile: {{ .securityProfile }}
  attach: {{ .attach }}
  resources: {{ toJson .resources }}
  priorityClassName: {{ .priorityClassName | quote }}
  tolerations: {{ toJson .tolerations }}
  nodeSelector: {{ toJson .nodeSelector }}
  maxUnavailable: {{ toJson .maxUnavailable }}
  podAnnotations: {{ toJson .podAnnotations }}
  podLabels: {{ toJson .podLabels }}
  networkPolicy: {{ .networkPolicy }}
  dns: {{ .dns }}
  spool: {{ toJson .spool }}
  openTelemetry: {{ toJson .openTelemetry }}
  {{- end }}
cloud:
  hostLimit: {{ .Values.cloud.hostLimit | toJson }}
  requestsPerMinute: {{ .Values.cloud.requestsPerMinute | toJson }}
{{- end }}
