package dev.appmigrations.actuate.endpoint;

import java.util.List;

import dev.appmigrations.engine.safety.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What a pending migration would do to the running application, with the members that the
 * commands print. It holds no text of a script.
 *
 * @param rule the id of the rule
 * @param harm the kind of harm
 * @param level {@code info}, {@code warn} or {@code fail}
 * @param migration the name of the migration
 * @param location where the file is
 * @param line the line, from 1
 * @param column the column, from 1
 * @param objects the tables that it is about
 * @param message what happens
 * @param evidence what is known of this database
 * @param dismissal why it does no harm here, {@code null} if it does
 * @param allowed the reason for which the script allows it, {@code null} if it does not
 * @param predictedMs how long it lasts in milliseconds, {@code null} if that is not known
 */
public record FindingDescriptor(String rule, String harm, String level, String migration, String location, int line,
		int column, List<String> objects, String message, List<String> evidence, @Nullable String dismissal,
		@Nullable String allowed, @Nullable Long predictedMs) {

	static FindingDescriptor of(Finding finding) {
		return new FindingDescriptor(finding.rule(), finding.harm(), finding.level().label(), finding.migration(),
				finding.location(), finding.position().line(), finding.position().column(), finding.objects(),
				finding.message(), finding.evidence(), finding.dismissal(), finding.allowed(),
				(finding.predicted() != null) ? Long.valueOf(finding.predicted().toMillis()) : null);
	}

}
