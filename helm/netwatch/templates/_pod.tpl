{{/* Security of every pod that the chart makes: Pod Security's level "restricted". */}}
{{- define "netwatch.pod.security" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "netwatch.container.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* The operator's container. */}}
{{- define "netwatch.operator.container" -}}
name: operator
image: {{ include "netwatch.image" (dict "image" .Values.operator.image "root" $) | quote }}
imagePullPolicy: {{ .Values.operator.image.pullPolicy }}
args: [--metrics-port={{ ternary 8443 0 .Values.metrics.enabled }}, --identity-port=7444]
env:
  - name: POD_NAMESPACE
    valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
  - name: POD_NAME
    valueFrom: {fieldRef: {fieldPath: metadata.name}}
  - name: NETWATCH_CONFIG
    value: /etc/netwatch/operator.yaml
  - name: NETWATCH_DEPLOYMENT
    value: {{ include "netwatch.operator.name" . }}
  - name: NETWATCH_IDENTITY_ADDRESS
    value: {{ include "netwatch.operator.name" . }}.{{ .Release.Namespace }}.svc:7444
  - name: NETWATCH_LEADER_ELECTION
    value: {{ .Values.operator.leaderElection | quote }}
  - name: QUARKUS_LOG_CATEGORY__IO_NETWATCH__LEVEL
    value: {{ upper .Values.operator.logLevel }}
  {{- with .Values.operator.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
ports:
  - name: https
    containerPort: 8443
    protocol: TCP
  - name: identity
    containerPort: 7444
    protocol: TCP
{{ include "netwatch.operator.probes" . }}
{{- with .Values.operator.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- include "netwatch.container.security" . | nindent 2 }}
volumeMounts:
  - name: settings
    mountPath: /etc/netwatch
    readOnly: true
  - name: tmp
    mountPath: /tmp
{{- end }}

{{/* The image's own program asks on loopback: health has no port that others could reach. */}}
{{- define "netwatch.operator.probes" -}}
startupProbe:
  exec: {command: [/app/probe, live]}
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 60
livenessProbe:
  exec: {command: [/app/probe, live]}
  periodSeconds: 20
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  exec: {command: [/app/probe, ready]}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}
