package dev.appmigrations.java;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Writes the index of the migrations in Java while they are compiled, and reports a name
 * that is none.
 */
public final class MigrationProcessor extends AbstractProcessor {

	private static final String INTERFACE = "dev.appmigrations.java.JavaMigration";

	/** Sorted, so that equal sources make equal jars. */
	private final TreeMap<String, String> lines = new TreeMap<>();

	@Override
	public Set<String> getSupportedAnnotationTypes() {
		return Set.of("dev.appmigrations.java.Migration");
	}

	@Override
	public SourceVersion getSupportedSourceVersion() {
		return SourceVersion.latestSupported();
	}

	@Override
	public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
		for (Element element : round.getElementsAnnotatedWith(Migration.class)) {
			add(element, Objects.requireNonNull(element.getAnnotation(Migration.class)));
		}
		if (round.processingOver() && !this.lines.isEmpty()) {
			write();
		}
		return false;
	}

	private void add(Element element, Migration annotation) {
		boolean method = element.getKind() == ElementKind.METHOD;
		TypeElement owner = (TypeElement) ((method) ? element.getEnclosingElement() : element);
		String location = this.processingEnv.getElementUtils().getBinaryName(owner)
				+ ((method) ? "#" + element.getSimpleName() : "");
		JavaMigrationDefinition definition = JavaMigrationDefinition.of(annotation, location,
				hasRollback((method) ? returned((ExecutableElement) element) : owner));
		String mistake = definition.mistake();
		if (mistake != null) {
			this.processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, "The migration " + mistake, element);
			return;
		}
		this.lines.put(definition.database() + " " + definition.name(), JavaMigrationIndex.line(definition));
	}

	private static TypeElement returned(ExecutableElement method) {
		return (TypeElement) ((DeclaredType) method.getReturnType()).asElement();
	}

	private boolean hasRollback(TypeElement type) {
		List<ExecutableElement> methods = ElementFilter
			.methodsIn(this.processingEnv.getElementUtils().getAllMembers(type));
		return methods.stream()
			.filter((method) -> method.getSimpleName().contentEquals("rollback") && method.getParameters().size() == 1)
			.anyMatch((method) -> !((TypeElement) method.getEnclosingElement()).getQualifiedName()
				.contentEquals(INTERFACE));
	}

	private void write() {
		try (Writer writer = this.processingEnv.getFiler()
			.createResource(StandardLocation.CLASS_OUTPUT, "", JavaMigrationIndex.LOCATION)
			.openWriter()) {
			for (String line : this.lines.values()) {
				writer.write(line + "\n");
			}
		}
		catch (IOException ex) {
			this.processingEnv.getMessager()
				.printMessage(Diagnostic.Kind.ERROR, "The index of migrations cannot be written: " + ex.getMessage());
		}
	}

}
