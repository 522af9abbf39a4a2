package dev.appmigrations.sample;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Turns what the schema's constraints reject into answers for the client: the rules are
 * written down once, in the migrations.
 */
@RestControllerAdvice
class ConstraintViolationAdvice {

	@ExceptionHandler
	ProblemDetail constraintViolated(DataIntegrityViolationException ex) {
		HttpStatus status = (ex instanceof DuplicateKeyException) ? HttpStatus.CONFLICT
				: HttpStatus.UNPROCESSABLE_CONTENT;
		ProblemDetail problem = ProblemDetail.forStatus(status);
		problem.setDetail(messageOf(ex.getMostSpecificCause()));
		return problem;
	}

	// The message names the constraint; DETAIL, which shows rows, stays out
	private @Nullable String messageOf(Throwable cause) {
		ServerErrorMessage error = (cause instanceof PSQLException ex) ? ex.getServerErrorMessage() : null;
		return (error != null) ? error.getMessage() : null;
	}

}
