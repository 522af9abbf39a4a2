package dev.appmigrations.command;

import java.io.StringWriter;
import java.util.List;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;

/**
 * What the linter has found, as the XML that JUnit's runners have made common: a test
 * case for each finding, and one that passes for each migration without any. A finding
 * that decides the exit code is a failure; others are skipped, with the reason.
 */
final class JunitReport {

	private final LintReport report;

	private final SourceFolders folders;

	private final Level least;

	private JunitReport(LintReport report, SourceFolders folders, Level least) {
		this.report = report;
		this.folders = folders;
		this.least = least;
	}

	static String of(LintReport report, SourceFolders folders, Level least) {
		StringWriter text = new StringWriter();
		try {
			XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
			new JunitReport(report, folders, least).write(xml);
			xml.close();
		}
		catch (XMLStreamException ex) {
			throw new IllegalStateException(ex);
		}
		return text.append('\n').toString();
	}

	private void write(XMLStreamWriter xml) throws XMLStreamException {
		List<Finding> findings = this.report.findings();
		List<String> clean = this.report.migrations()
			.stream()
			.filter((name) -> findings.stream().noneMatch((finding) -> finding.migration().equals(name)))
			.toList();
		long failures = findings.stream().filter((finding) -> finding.counts(this.least)).count();
		xml.writeStartDocument("UTF-8", "1.0");
		xml.writeStartElement("testsuites");
		xml.writeStartElement("testsuite");
		attribute(xml, "name", "migrations lint");
		attribute(xml, "tests", String.valueOf(findings.size() + clean.size()));
		attribute(xml, "failures", String.valueOf(failures));
		attribute(xml, "skipped", String.valueOf(findings.size() - failures));
		for (Finding finding : findings) {
			finding(xml, finding);
		}
		for (String name : clean) {
			xml.writeEmptyElement("testcase");
			attribute(xml, "classname", name);
			attribute(xml, "name", "nothing found");
		}
		xml.writeEndElement();
		xml.writeEndElement();
		xml.writeEndDocument();
	}

	private void finding(XMLStreamWriter xml, Finding finding) throws XMLStreamException {
		xml.writeStartElement("testcase");
		attribute(xml, "classname", finding.migration());
		attribute(xml, "name", finding.rule() + ", line " + finding.position().line());
		attribute(xml, "file", this.folders.path(finding.location()));
		attribute(xml, "line", String.valueOf(finding.position().line()));
		if (finding.counts(this.least)) {
			xml.writeStartElement("failure");
			attribute(xml, "type", finding.level().label());
			attribute(xml, "message", FindingText.sentence(finding));
			xml.writeCharacters(legal(FindingText.of(finding)));
			xml.writeEndElement();
		}
		else {
			xml.writeEmptyElement("skipped");
			attribute(xml, "message", skipped(finding));
		}
		xml.writeEndElement();
	}

	private static String skipped(Finding finding) {
		if (finding.allowed() != null) {
			return "allowed: " + finding.allowed();
		}
		if (finding.dismissal() != null) {
			return "dismissed: " + finding.dismissal();
		}
		return ((finding.known()) ? "in the baseline: " : finding.level().label() + ": ")
				+ FindingText.sentence(finding);
	}

	private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
		xml.writeAttribute(name, legal(value));
	}

	/**
	 * XML has no way to write most control characters (see W3C: XML 1.0, section 2.2).
	 */
	private static String legal(String text) {
		return text.replaceAll("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD");
	}

}
