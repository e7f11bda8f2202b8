{{/* Values that are right one by one and contradict each other. Each message says what to write instead. */}}
{{- define "netwatch.refusals" -}}
{{- include "netwatch.refuse.name" . }}
{{- include "netwatch.refuse.replicas" . }}
{{- include "netwatch.refuse.budget" . }}
{{- include "netwatch.refuse.account" . }}
{{- include "netwatch.refuse.image" (dict "image" .Values.operator.image "path" "operator.image" "root" $) }}
{{- include "netwatch.refuse.image" (dict "image" .Values.agent.image "path" "agent.image" "root" $) }}
{{- include "netwatch.refuse.limits" (dict "resources" .Values.operator.resources "path" "operator.resources") }}
{{- include "netwatch.refuse.limits" (dict "resources" .Values.agent.resources "path" "agent.resources") }}
{{- include "netwatch.refuse.pods" (dict "pods" .Values.operator "path" "operator") }}
{{- include "netwatch.refuse.pods" (dict "pods" .Values.agent "path" "agent") }}
{{- include "netwatch.refuse.env" . }}
{{- include "netwatch.refuse.spool" . }}
{{- include "netwatch.refuse.collector" . }}
{{- include "netwatch.refuse.metrics" . }}
{{- include "netwatch.refuse.crds" . }}
{{- end }}

{{- define "netwatch.refuse.name" -}}
{{- if not (regexMatch "^[a-z]" (include "netwatch.fullname" .)) }}
{{- fail (printf (print
      "the release's name (%s) begins with a digit, which a Service's name can't: set fullnameOverride to a name that"
      " begins with a letter") .Release.Name) }}
{{- end }}
{{- end }}

{{- define "netwatch.refuse.replicas" -}}
{{- if and (gt (int .Values.operator.replicas) 1) (not .Values.operator.leaderElection) }}
{{- fail (printf (print
      "operator.replicas is %v and operator.leaderElection is false, so several operators would work at"
      " once: set operator.leaderElection=true or operator.replicas=1") .Values.operator.replicas) }}
{{- end }}
{{- end }}

{{/* A budget that lets no pod go blocks every drain of the operator's node. */}}
{{- define "netwatch.refuse.budget" -}}
{{- $budget := .Values.operator.podDisruptionBudget }}
{{- $min := toString $budget.minAvailable }}
{{- $max := toString $budget.maxUnavailable }}
{{- $replicas := int .Values.operator.replicas }}
{{- if and (ne $min "") (ne $max "") }}
{{- fail "operator.podDisruptionBudget has both minAvailable and maxUnavailable: set one of them" }}
{{- end }}
{{- if and $budget.enabled (ge (include "netwatch.budget.pods" (list $min $replicas) | int) $replicas) }}
{{- fail (printf (print
      "operator.podDisruptionBudget.minAvailable=%s with operator.replicas=%d would block every node drain: lower "
      "it, raise operator.replicas, or set operator.podDisruptionBudget.enabled=false") $min $replicas) }}
{{- end }}
{{- if and $budget.enabled (has $max (list "0" "0%")) }}
{{- fail (printf (print
      "operator.podDisruptionBudget.maxUnavailable=%s would block every node drain: set it to 1 or "
      "more, or operator.podDisruptionBudget.enabled=false") $max) }}
{{- end }}
{{- end }}

{{/* Pods that a budget's amount is; of a percentage, rounded up as Kubernetes does. Takes (list "50%" <replicas>). */}}
{{- define "netwatch.budget.pods" -}}
{{- if hasSuffix "%" (first .) }}
{{- div (add (mul (first . | trimSuffix "%" | int) (last .)) 99) 100 }}
{{- else }}
{{- first . | int }}
{{- end }}
{{- end }}

{{- define "netwatch.refuse.account" -}}
{{- with .Values.operator.serviceAccount }}
{{- if and (not .create) (not .name) }}
{{- fail (print
      "operator.serviceAccount.create is false and operator.serviceAccount.name is empty: name the "
      "account to use, so that the namespace's default account gets no rights") }}
{{- end }}
{{- if and (not .create) .annotations }}
{{- fail (print
      "operator.serviceAccount.annotations are for an account that the chart makes: set "
      "operator.serviceAccount.create=true, or annotate your own account") }}
{{- end }}
{{- end }}
{{- end }}

{{/* Takes (dict "image" <values> "path" "agent.image" "root" $). */}}
{{- define "netwatch.refuse.image" -}}
{{- if contains "@" .image.tag }}
{{- fail (printf "%s.tag (%s) holds a digest: move what follows the @ to %s.digest" .path .image.tag .path) }}
{{- end }}
{{- if and .image.digest .image.tag (ne .image.tag .root.Chart.AppVersion) }}
{{- fail (printf "%s.tag is %s, but the digest alone decides what runs: set %s.tag=\"\"" .path .image.tag .path) }}
{{- end }}
{{- end }}

{{/* Takes (dict "pods" <values> "path" "agent"). */}}
{{- define "netwatch.refuse.pods" -}}
{{- $path := .path }}
{{- range $label, $_ := .pods.podLabels }}
{{- if hasPrefix "app.kubernetes.io/" $label }}
{{- fail (printf "%s.podLabels has %s, by which NetWatch finds its own pods: choose another label" $path $label) }}
{{- end }}
{{- end }}
{{- if ne (get .pods.nodeSelector "kubernetes.io/os" | default "linux") "linux" }}
{{- fail (printf (print
      "%s.nodeSelector asks for kubernetes.io/os=%s, and NetWatch runs on Linux only: remove that label")
      $path (get .pods.nodeSelector "kubernetes.io/os")) }}
{{- end }}
{{- end }}

{{- define "netwatch.refuse.env" -}}
{{- range .Values.operator.extraEnv }}
{{- if or (hasPrefix "NETWATCH_" .name) (has .name (list "POD_NAME" "POD_NAMESPACE" "QUARKUS_LOG_CATEGORY__IO_NETWATCH__LEVEL")) }}
{{- fail (printf "operator.extraEnv sets %s, which the chart sets from other values: remove it" .name) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "netwatch.refuse.spool" -}}
{{- $bytes := divf (include "netwatch.quantity.milli" .Values.agent.spool.size | float64) 1000 }}
{{- if or (lt $bytes 1048576.0) (gt $bytes 1099511627776.0) }}
{{- fail (printf "agent.spool.size (%v) is not from 1Mi to 1Ti: set it to bytes such as 64Mi" .Values.agent.spool.size) }}
{{- end }}
{{- end }}

{{- define "netwatch.refuse.collector" -}}
{{- $url := "^https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(/[-A-Za-z0-9._~%/]*)?$" }}
{{- with .Values.agent.openTelemetry.endpoint }}
{{- if not (regexMatch $url .) }}
{{- fail (printf (print
      "agent.openTelemetry.endpoint (%s) is not where a collector takes OTLP over HTTP: set it to a URL without user and "
      "query such as http://collector.monitoring.svc:4318") .) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "netwatch.refuse.metrics" -}}
{{- with .Values.metrics }}
{{- if and .serviceMonitor.enabled (not .enabled) }}
{{- fail (print
      "metrics.serviceMonitor.enabled is true and metrics.enabled is false, so there would be nothing "
      "to scrape: set metrics.enabled=true") }}
{{- end }}
{{- end }}
{{- end }}

{{- define "netwatch.refuse.crds" -}}
{{- if and .Values.crds.enabled (not (.Files.Glob "files/crds/*.yaml")) }}
{{- fail (print
      "this chart was packaged without files/crds/*.yaml: build it anew, or set crds.enabled=false if "
      "the CRDs are installed") }}
{{- end }}
{{- end }}
