import { compileConditions } from './conditions.ts';
import { compileArnPattern, compilePattern, type Pattern } from './pattern.ts';
import { listed, type PolicyDocument, type StatementElement } from './policy-document.ts';
import { compilePrincipals } from './principals.ts';
import type { Request } from './request.ts';

/** A compiled policy statement. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  appliesTo: (request: Request) => boolean;
}

type Test = (request: Request) => boolean;

/** Compiles a policy. Throws for what the local cloud cannot evaluate, rather than allow or deny too much. */
export function compilePolicy(document: PolicyDocument): Statement[] {
  return document.Statement.map(compileStatement);
}

function compileStatement(element: StatementElement): Statement {
  const conditions = compileConditions(element.Condition ?? {});
  // In this order because the action rules out most statements, and conditions cost most.
  const tests: Test[] = [actionTest(element), resourceTest(element), principalTest(element)];
  return {
    effect: element.Effect,
    appliesTo: (request) => tests.every((test) => test(request)) && conditions.every((holds) => holds(request.context)),
  };
}

function actionTest({ Action, NotAction, Sid }: StatementElement): Test {
  if ((Action === undefined) === (NotAction === undefined)) throw new Error(`a statement needs Action or NotAction (Sid ${Sid})`);
  const patterns = listed(Action ?? NotAction).map((action) => compilePattern(action.toLowerCase()));
  const wanted = Action !== undefined;
  return ({ action, context }) => matchesAny(patterns, action, context) === wanted;
}

function resourceTest({ Resource, NotResource, Principal, NotPrincipal, Sid }: StatementElement): Test {
  if (Resource === undefined && NotResource === undefined) {
    // Trust policies have no Resource: they hang on it.
    if (Principal !== undefined || NotPrincipal !== undefined) return () => true;
    throw new Error(`a statement of an identity policy needs Resource or NotResource (Sid ${Sid})`);
  }
  const patterns = listed(Resource ?? NotResource).map(compileArnPattern);
  const wanted = Resource !== undefined;
  return ({ resource, context }) => matchesAny(patterns, resource, context) === wanted;
}

function principalTest({ Effect, Principal, NotPrincipal }: StatementElement): Test {
  if (Principal !== undefined) {
    const principals = compilePrincipals(Principal);
    return ({ caller }) => principals.names(caller) || (Effect === 'Deny' && principals.namesAccountOf(caller));
  }
  if (NotPrincipal !== undefined) {
    const principals = compilePrincipals(NotPrincipal);
    return ({ caller }) => !principals.names(caller) && !principals.namesAccountOf(caller);
  }
  return () => true;
}

function matchesAny(patterns: Pattern[], text: string, context: Request['context']): boolean {
  return patterns.some((matches) => matches(text, context));
}
