package org.penstock.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** Runs a contract as JUnit does, and tells which of its tests failed. */
final class Contracts {
  private Contracts() {}

  /**
   * What a run of a contract showed.
   *
   * @param tests how many tests ran
   * @param failures the message of each test that failed, by the name of its method
   */
  record Outcome(long tests, Map<String, String> failures) {}

  static Outcome run(Class<?> contract) {
    var results = EngineTestKit.engine("junit-jupiter").selectors(selectClass(contract)).execute();
    Map<String, String> failures = new TreeMap<>();
    results.testEvents().finished().stream()
        .filter(event -> event.getType() == EventType.FINISHED)
        .forEach(event -> note(event, failures));
    return new Outcome(results.testEvents().finished().count(), failures);
  }

  private static void note(Event event, Map<String, String> failures) {
    TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
    if (result.getStatus() != Status.SUCCESSFUL) {
      String method = event.getTestDescriptor().getUniqueId().getLastSegment().getValue();
      failures.put(
          method.replace("()", ""), result.getThrowable().map(String::valueOf).orElse("?"));
    }
  }
}
