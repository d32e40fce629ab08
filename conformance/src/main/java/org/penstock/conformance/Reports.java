package org.penstock.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the XML reports that surefire writes, a file for each test class. */
final class Reports {

  private Reports() {}

  /**
   * Every outcome in the reports of a folder.
   *
   * @throws IOException if the folder or a report cannot be read, as when a JVM died while writing
   */
  static List<Outcome> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(Reports::isReport).sorted().toList();
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Path file : files) {
      NodeList cases = parse(file).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        outcomes.add(outcome((Element) cases.item(i)));
      }
    }
    return List.copyOf(outcomes);
  }

  private static boolean isReport(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("TEST-") && name.endsWith(".xml");
  }

  private static Element parse(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      return builder.parse(file.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Cannot read the test report " + file.getFileName(), e);
    }
  }

  private static Outcome outcome(Element testcase) {
    String name = testcase.getAttribute("name");
    int parameter = name.indexOf('[');
    String method = parameter < 0 ? name : name.substring(0, parameter);
    String id = testcase.getAttribute("classname") + "#" + method;
    double seconds = Double.parseDouble(testcase.getAttribute("time").replace(",", ""));
    for (String failure : List.of("failure", "error")) {
      NodeList failures = testcase.getElementsByTagName(failure);
      if (failures.getLength() > 0) {
        String trace = failures.item(0).getTextContent().strip();
        return new Outcome(id, Outcome.Status.FAILED, seconds, trace);
      }
    }
    boolean skipped = testcase.getElementsByTagName("skipped").getLength() > 0;
    return new Outcome(id, skipped ? Outcome.Status.SKIPPED : Outcome.Status.PASSED, seconds, "");
  }
}
