package org.penstock.portable.runtime;

import org.apache.beam.model.pipeline.v1.RunnerApi;

/**
 * A transform that passes its input on with another coder. The runner cannot write anew what only
 * an SDK can read, so a worker does it; to the worker it is a Flatten with one input.
 */
public final class Retype {
  static final String URN = "penstock:transform:retype:v1";

  private static final String PORT = "0";

  private Retype() {}

  /**
   * The transform.
   *
   * @param name its unique name
   * @param environmentId that of an SDK that knows the coders of both PCollections
   * @param input the id of the PCollection to read
   * @param output the id of the PCollection with the same elements in another form
   */
  public static RunnerApi.PTransform of(
      String name, String environmentId, String input, String output) {
    return RunnerApi.PTransform.newBuilder()
        .setUniqueName(name)
        .setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn(URN))
        .setEnvironmentId(environmentId)
        .putInputs(PORT, input)
        .putOutputs(PORT, output)
        .build();
  }
}
