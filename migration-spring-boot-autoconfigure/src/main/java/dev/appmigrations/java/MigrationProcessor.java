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
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

import dev.appmigrations.java.JavaMigrationDefinition.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Writes the index of the migrations in Java while they are compiled, and reports a name
 * that is none.
 */
public final class MigrationProcessor extends AbstractProcessor {

	private static final String INTERFACE = "dev.appmigrations.java.JavaMigration";

	private static final String BACKFILL = "dev.appmigrations.java.BackfillMigration";

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
		ExecutableElement method = (element instanceof ExecutableElement executable) ? executable : null;
		Element type = (method != null) ? ((DeclaredType) method.getReturnType()).asElement() : element;
		String location = (method != null) ? binaryName(method.getEnclosingElement()) + "#" + method.getSimpleName()
				: binaryName(element);
		Kind kind = (isBackfill(type)) ? Kind.BACKFILL : Kind.MIGRATION;
		JavaMigrationDefinition definition = JavaMigrationDefinition.of(annotation, location, kind,
				kind == Kind.MIGRATION && hasRollback(type));
		String mistake = definition.mistake();
		if (mistake != null) {
			this.processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, "The migration " + mistake, element);
			return;
		}
		this.lines.put(definition.tenants() + " " + definition.database() + " " + definition.name(),
				JavaMigrationIndex.line(definition));
	}

	private String binaryName(@Nullable Element type) {
		return this.processingEnv.getElementUtils()
			.getBinaryName((TypeElement) Objects.requireNonNull(type))
			.toString();
	}

	private boolean isBackfill(Element type) {
		TypeElement backfill = this.processingEnv.getElementUtils().getTypeElement(BACKFILL);
		return backfill != null && this.processingEnv.getTypeUtils().isAssignable(type.asType(), backfill.asType());
	}

	private boolean hasRollback(Element type) {
		List<ExecutableElement> methods = ElementFilter
			.methodsIn(this.processingEnv.getElementUtils().getAllMembers((TypeElement) type));
		return methods.stream()
			.filter((method) -> method.getSimpleName().contentEquals("rollback") && method.getParameters().size() == 1)
			.anyMatch((method) -> !binaryName(method.getEnclosingElement()).equals(INTERFACE));
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
