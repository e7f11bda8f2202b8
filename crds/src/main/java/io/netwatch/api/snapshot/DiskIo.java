package io.netwatch.api.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** Bytes read from and written to all disks since boot, without loop, RAM and device-mapper devices. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DiskIo(long readBytes, long writeBytes) {
    public DiskIo {
        readBytes = Numbers.count(readBytes);
        writeBytes = Numbers.count(writeBytes);
    }
}
