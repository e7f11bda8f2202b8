package io.netwatch.agent.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote beside the classes. */
final class AgentVersion implements IVersionProvider {
    private static final String RESOURCE = "/io/netwatch/agent/version.properties";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"netwatch " + number()};
    }

    /** For example 0.1.0. */
    static String number() throws IOException {
        Properties build = new Properties();
        try (InputStream file = AgentVersion.class.getResourceAsStream(RESOURCE)) {
            build.load(file);
        }
        return build.getProperty("version");
    }
}
