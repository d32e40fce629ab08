package org.penstock.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.junit.runner.Description;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/** Writes how the tests of a class ended, in the format that build servers read. */
final class ReportWriter extends RunListener {
  private final String className;
  private final List<Case> cases = new ArrayList<>();
  private long started;
  private String failure = "";
  private boolean skipped;

  /** A test that has ended; the name is empty for the set-up of the class. */
  private record Case(String name, double seconds, String failure, boolean skipped) {}

  ReportWriter(String className) {
    this.className = className;
  }

  @Override
  public void testStarted(Description test) {
    started = System.nanoTime();
    failure = "";
    skipped = false;
  }

  @Override
  public void testFailure(Failure failed) {
    if (failed.getDescription().isTest()) {
      failure = failed.getTrace();
    } else {
      cases.add(new Case("", 0, failed.getTrace(), false));
    }
  }

  /** The class cannot be had at all. */
  void failed(Throwable failed) {
    StringWriter trace = new StringWriter();
    failed.printStackTrace(new PrintWriter(trace, true));
    cases.add(new Case("", 0, trace.toString(), false));
  }

  @Override
  public void testAssumptionFailure(Failure failed) {
    skipped = true;
  }

  @Override
  public void testIgnored(Description test) {
    String method = test.getMethodName();
    cases.add(new Case(method == null ? "" : method, 0, "", true));
  }

  @Override
  public void testFinished(Description test) {
    double seconds = (System.nanoTime() - started) / 1e9;
    cases.add(new Case(test.getMethodName(), seconds, failure, skipped));
  }

  /** Writes what has ended so far into a folder. */
  void write(Path reports) throws IOException {
    try (OutputStream out = Files.newOutputStream(reports.resolve("TEST-" + className + ".xml"))) {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", className);
      xml.writeAttribute("tests", Integer.toString(cases.size()));
      for (Case one : cases) {
        write(one, xml);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("Cannot write the report of " + className, e);
    }
  }

  private void write(Case one, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", className);
    xml.writeAttribute("name", one.name());
    xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", one.seconds()));
    if (!one.failure().isEmpty()) {
      xml.writeStartElement("failure");
      xml.writeCharacters(printable(one.failure()));
      xml.writeEndElement();
    } else if (one.skipped()) {
      xml.writeEmptyElement("skipped");
    }
    xml.writeEndElement();
  }

  /** XML has no way to say control characters, which may be in what a test was given. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.chars()
        .forEach(
            one ->
                printable.append(
                    one == '\n' || one == '\t' || (one >= ' ' && one < 0xD800) ? (char) one : '?'));
    return printable.toString();
  }
}
