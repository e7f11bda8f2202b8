package io.netwatch.operator.tls;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Asks the API server whose a token is, and whether that one may {@code get} the non-resource URL {@code /metrics}. Blocks
 * for two requests at most; answers are kept for a minute, failures aren't. Thread-safe.
 */
public final class TokenReviewCheck implements CallerCheck {
    private static final String PATH = "/metrics";
    /** Milliseconds a request; both fit in the time that the metrics endpoint gives a decision. */
    private static final int REQUEST_TIMEOUT = 4_000;

    private static final RequestConfig ONE_TRY = new RequestConfigBuilder()
            .withRequestTimeout(REQUEST_TIMEOUT)
            .withRequestRetryBackoffLimit(0)
            .build();

    private final KubernetesClient client;
    private final VerdictCache verdicts;
    private final Consumer<String> trouble;

    /**
     * Makes a check over a client, which stays the caller's to close.
     *
     * @param trouble is told of each failure of the API server in one line without the token; is called on the thread that
     *     checks, and may want to limit its rate
     */
    public TokenReviewCheck(KubernetesClient client, Clock clock, Consumer<String> trouble) {
        this.client = client;
        this.verdicts = new VerdictCache(clock);
        this.trouble = trouble;
    }

    @Override
    public Verdict check(String token) {
        return verdicts.of(token, this::ask);
    }

    private Verdict ask(String token) {
        try {
            return client.adapt(NamespacedKubernetesClient.class)
                    .withRequestConfig(ONE_TRY)
                    .call(api -> review(api, token));
        } catch (KubernetesClientException e) {
            // the message may quote the request: the status tells enough
            trouble.accept("the API server could not check a caller of " + PATH + ": "
                    + (e.getCode() > 0 ? "status " + e.getCode() : "no answer"));
            return Verdict.UNDECIDED;
        }
    }

    private static Verdict review(KubernetesClient api, String token) {
        TokenReview asked = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .endSpec()
                .build();
        TokenReviewStatus status =
                api.authentication().v1().tokenReviews().create(asked).getStatus();
        if (status == null) {
            return Verdict.UNDECIDED;
        }
        if (!Boolean.TRUE.equals(status.getAuthenticated()) || status.getUser() == null) {
            return Verdict.UNKNOWN_CALLER;
        }
        return mayRead(api, status.getUser());
    }

    private static Verdict mayRead(KubernetesClient api, UserInfo user) {
        SubjectAccessReview asked = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user.getUsername())
                .withUid(user.getUid())
                .withGroups(user.getGroups())
                .withExtra(user.getExtra())
                .withNewNonResourceAttributes(PATH, "get")
                .endSpec()
                .build();
        SubjectAccessReview answer =
                api.authorization().v1().subjectAccessReview().create(asked);
        if (answer.getStatus() == null) {
            return Verdict.UNDECIDED;
        }
        return Boolean.TRUE.equals(answer.getStatus().getAllowed()) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
    }
}
