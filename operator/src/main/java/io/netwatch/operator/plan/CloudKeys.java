package io.netwatch.operator.plan;

import io.fabric8.kubernetes.api.model.Secret;
import io.netwatch.api.policy.CloudUpload;
import io.netwatch.api.policy.PolicyApi;
import io.netwatch.api.policy.SecretKeyRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Finds the API key that a policy names, in the one namespace that it may name Secrets of. */
final class CloudKeys {
    /** What may stand in an HTTP header as a bearer token (RFC 6750, 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[-A-Za-z0-9._~+/]+=*");

    private final ClusterFacts facts;

    CloudKeys(ClusterFacts facts) {
        this.facts = facts;
    }

    /** The upload with its key; empty, with a finding, when the key can't be had. */
    Optional<PolicyPlan.Upload> find(CloudUpload cloud, String namespace, Consumer<Finding> findings) {
        SecretKeyRef ref = cloud.apiKeySecretRef();
        if (ref == null) {
            return Optional.of(new PolicyPlan.Upload(cloud.endpoint(), null));
        }
        Optional<Secret> secret = facts.cloudKey(namespace, ref.name());
        if (secret.isEmpty()) {
            findings.accept(notFound(namespace, ref));
            return Optional.empty();
        }
        Map<String, String> data =
                secret.get().getData() == null ? Map.of() : secret.get().getData();
        String encoded = data.get(ref.key());
        if (encoded == null) {
            findings.accept(new Finding(
                    "SecretKeyMissing",
                    "Secret " + namespace + "/" + ref.name() + " has no key " + ref.key() + " (it has: "
                            + (data.isEmpty() ? "none" : String.join(", ", List.copyOf(new TreeSet<>(data.keySet()))))
                            + "); name the right one in spec.cloud.apiKeySecretRef.key"));
            return Optional.empty();
        }
        if (!isToken(encoded)) {
            findings.accept(new Finding(
                    "ApiKeyMalformed",
                    "key " + ref.key() + " of Secret " + namespace + "/" + ref.name()
                            + " is not an API key: it is empty or has blanks or line ends in it"));
            return Optional.empty();
        }
        return Optional.of(new PolicyPlan.Upload(cloud.endpoint(), encoded));
    }

    private static Finding notFound(String namespace, SecretKeyRef ref) {
        return new Finding(
                "SecretNotFound",
                "Secret " + namespace + "/" + ref.name() + " does not exist or lacks the label "
                        + PolicyApi.CLOUD_KEY_LABEL + "=true; whoever may edit it allows its use with: kubectl -n "
                        + namespace + " label secret " + ref.name() + " " + PolicyApi.CLOUD_KEY_LABEL + "=true");
    }

    private static boolean isToken(String encoded) {
        try {
            return TOKEN.matcher(new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
                    .matches();
        } catch (IllegalArgumentException e) {
            return false; // not base64: only a broken API server sends that
        }
    }
}
