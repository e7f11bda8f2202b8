package io.netwatch.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The custom kind that the contract uses. */
final class Definitions {
    static final String GROUP = "contract.netwatch.io";
    private static final String GAUGES = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: gauges.contract.netwatch.io
        spec:
          group: contract.netwatch.io
          scope: Namespaced
          names: {kind: Gauge, plural: gauges}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            additionalPrinterColumns:
            - {name: Size, type: integer, jsonPath: .spec.size}
            - {name: Fine, type: string, jsonPath: '.status.conditions[?(@.type=="A")].status'}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    required: [size]
                    properties:
                      size: {type: integer, minimum: 1, maximum: 10}
                      mode: {type: string, enum: [auto, manual], default: auto}
                      code: {type: string, pattern: '^[0-9]+$', maxLength: 5, minLength: 1}
                      tags: {type: array, maxItems: 3, x-kubernetes-list-type: set, items: {type: string, maxLength: 9}}
                      nested:
                        type: object
                        properties:
                          deep: {type: boolean, default: true}
                      items:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name]
                        items:
                          type: object
                          required: [name]
                          properties:
                            name: {type: string}
                            value: {type: string}
                  status:
                    type: object
                    properties:
                      level: {type: integer}
                      conditions:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [type]
                        items:
                          type: object
                          required: [type]
                          properties:
                            type: {type: string}
                            status: {type: string}
        """;

    private Definitions() {}

    /** Applies it and waits until it is served. */
    static void install(Wire wire) {
        String path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gauges." + GROUP;
        Wire.Reply applied = wire.force(path, "contract", GAUGES);
        assertThat(applied.code()).as(applied.message()).isBetween(200, 201);
        await().untilAsserted(() ->
                assertThat(wire.get("/apis/" + GROUP + "/v1/gauges").code()).isEqualTo(200));
    }
}
