package io.netwatch.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelMatchTest {
    private static final Map<String, String> LABELS = Map.of("app", "cart", "tier", "", "zürich", "ja");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "matchLabels: {app: cart}                                      | true",
                "matchLabels: {app: catalog}                                   | false",
                "matchLabels: {tier: ''}                                       | true",
                "matchLabels: {app: cart, missing: x}                          | false",
                "matchLabels: {zürich: ja}                                     | true",
                "matchExpressions: [{key: app, operator: In, values: [x, cart]}]       | true",
                "matchExpressions: [{key: app, operator: In, values: [x]}]     | false",
                "matchExpressions: [{key: missing, operator: In, values: [x]}] | false",
                "matchExpressions: [{key: app, operator: NotIn, values: [cart]}]       | false",
                "matchExpressions: [{key: missing, operator: NotIn, values: [cart]}]   | true",
                "matchExpressions: [{key: tier, operator: Exists}]             | true",
                "matchExpressions: [{key: missing, operator: Exists}]          | false",
                "matchExpressions: [{key: missing, operator: DoesNotExist}]    | true",
                "matchExpressions: [{key: app, operator: DoesNotExist}]        | false",
                "matchExpressions: [{key: app, operator: Like, values: [cart]}]        | false",
                "matchExpressions: []                                          | true",
                "matchLabels: {}                                               | true"
            })
    void matchesAsKubernetesDoes(String selector, boolean matches) {
        assertThat(LabelMatch.matches(Serialization.unmarshal(selector, LabelSelector.class), LABELS))
                .isEqualTo(matches);
    }

    @Test
    void aMissingSelectorMatchesEverything() {
        assertThat(LabelMatch.matches(null, Map.of())).isTrue();
        assertThat(LabelMatch.isEmpty(null)).isTrue();
        assertThat(LabelMatch.isEmpty(new LabelSelector())).isTrue();
    }
}
