package io.netwatch.api.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What the server answers with 200, 207 and some 400: what became of each snapshot.
 *
 * @param hostId the host that they were taken for; null when none was
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record IngestResponse(long accepted, long rejected, String hostId, List<Result> results) {
    public IngestResponse {
        results = results == null ? List.of() : List.copyOf(results);
    }

    /**
     * Of one snapshot.
     *
     * @param index in the request, from 0
     * @param status an HTTP status
     * @param message why it was not taken; null when it was
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Result(int index, int status, String message) {}
}
