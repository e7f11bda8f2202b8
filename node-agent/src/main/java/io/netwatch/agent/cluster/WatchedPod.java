package io.netwatch.agent.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** A pod with what the agent uses of it; the parser leaves out the rest. Kubernetes API reference, "Pod". */
@JsonDeserialize(using = JsonDeserializer.None.class) // not HasMetadata's, which picks the class by kind
@JsonIgnoreProperties(ignoreUnknown = true)
@Group("")
@Version("v1")
@Kind("Pod")
@Singular("pod")
@Plural("pods")
public final class WatchedPod implements HasMetadata, Namespaced {
    private static final long serialVersionUID = 1L;

    private String apiVersion = "v1";
    private ObjectMeta metadata;
    private transient Spec spec;
    private transient Status status;

    /** Null for false. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Spec(Boolean hostNetwork) {}

    /** Anything may be null. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Status(
            String phase,
            String startTime,
            List<Ip> podIPs,
            List<ContainerStatus> initContainerStatuses,
            List<ContainerStatus> containerStatuses,
            List<ContainerStatus> ephemeralContainerStatuses) {
        static final Status NONE = new Status(null, null, null, null, null, null);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ip(String ip) {}

    /** {@code containerID} is such as {@code containerd://} and 64 hex digits; null before there is one. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ContainerStatus(String name, String containerID, ContainerState state, ContainerState lastState) {}

    /** One that has ended has {@code terminated}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ContainerState(Terminated terminated) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Terminated(String finishedAt, String containerID) {}

    @Override
    public String getApiVersion() {
        return apiVersion;
    }

    @Override
    public void setApiVersion(String version) {
        apiVersion = version;
    }

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        this.metadata = metadata;
    }

    public Spec getSpec() {
        return spec;
    }

    public void setSpec(Spec spec) {
        this.spec = spec;
    }

    public Status getStatus() {
        return status;
    }

    public void setStatus(Status status) {
        this.status = status;
    }
}
