package org.penstock.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.apache.flink.runtime.util.EnvironmentInformation;
import picocli.CommandLine.IVersionProvider;

/** The versions of what is in this distribution. */
final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "penstock " + own(),
      "Beam " + beam() + ", Flink " + EnvironmentInformation.getVersion() + ", Java " + java()
    };
  }

  /** The version of the Beam that pipelines run with here. */
  static String beam() {
    return ReleaseInfo.getReleaseInfo().getVersion();
  }

  private static String java() {
    return Runtime.version().toString();
  }

  private static String own() {
    Properties properties = new Properties();
    // A module's package has no Implementation-Version, so the manifest does not help.
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // The version is for people only: not to know it must not hurt.
    }
    return properties.getProperty("version", "unknown");
  }
}
