package org.penstock.conformance.sdks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the report that {@code pytest --junitxml} writes. */
final class JUnitReport {

  private JUnitReport() {}

  /**
   * The outcomes in the order of the report. A test that passed and whose tear-down failed has
   * failed.
   *
   * @throws IOException if there is no report, or half of one, as after a suite that was killed
   */
  static List<Outcome> read(Path file) throws IOException {
    NodeList cases = parse(file).getElementsByTagName("testcase");
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < cases.getLength(); i++) {
      Outcome outcome = outcome((Element) cases.item(i));
      // Pytest reports an error of a tear-down as a second case of the same name.
      if (!outcomes.isEmpty() && outcomes.get(outcomes.size() - 1).id().equals(outcome.id())) {
        outcomes.remove(outcomes.size() - 1);
      }
      outcomes.add(outcome);
    }
    return List.copyOf(outcomes);
  }

  private static Element parse(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Cannot read the report " + file, e);
    }
  }

  private static Outcome outcome(Element testcase) {
    String type = testcase.getAttribute("classname");
    String id = type.substring(type.lastIndexOf('.') + 1) + "::" + testcase.getAttribute("name");
    for (String failure : List.of("failure", "error")) {
      NodeList found = testcase.getElementsByTagName(failure);
      if (found.getLength() > 0) {
        return new Outcome(id, Outcome.Status.FAILED, found.item(0).getTextContent().strip());
      }
    }
    NodeList skipped = testcase.getElementsByTagName("skipped");
    return skipped.getLength() == 0
        ? new Outcome(id, Outcome.Status.PASSED, "")
        : new Outcome(
            id, Outcome.Status.SKIPPED, ((Element) skipped.item(0)).getAttribute("message"));
  }
}
