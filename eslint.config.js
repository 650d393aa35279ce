import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

const INTERPRETERS = ['expression', 'definition', 'form', 'flow', 'rule', 'report'];
const TESTS = ['**/*.test.ts', 'e2e/**', 'engine/host/testing/**', 'engine/host/cli/soak.ts'];

const nobodyButDesigner = { regex: '(^|/)designer/', message: 'Only the designer imports the designer.' };
const noHost = { regex: '(^|/)(engine/)?host/', message: 'Only the host imports the host: its types go over HTTP.' };
const noRuntime = { regex: '(^|/)runtime/', message: 'Arrows run one way: designer → runtime → interpreters ← host.' };
const noTesting = { regex: '(^|/)testing/', message: 'Test support stays in tests.' };
const pureOnly = {
  regex: '^(node:|vue($|/|-)|@vue/|pinia$|knex$|pg$|fastify$|@fastify/|undici$|element-plus|fs$|path$|crypto$)',
  message: 'The interpreters are pure: no Node, no database, no HTTP, no Vue.',
};

/** What makes an interpreter give two answers to one question: the clock, chance and the process around it. */
const impure = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time as an argument.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time as an argument.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take chance as an argument.',
  },
  {
    selector: "CallExpression[callee.object.name='crypto'][callee.property.name='randomUUID']",
    message: 'Take ids as an argument.',
  },
];

const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'test-results/', '**/node_modules/', '**/*.generated.ts'] },
  {
    files: ['**/*.{ts,vue}'],
    extends: [...tseslint.configs.strict],
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-eval': 'error',
      'no-new-func': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      ...imports(nobodyButDesigner),
    },
  },
  {
    files: ['**/*.vue'],
    extends: [...vue.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      // Biome does not format templates, and these rules would only argue about line breaks.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: INTERPRETERS.map((name) => `engine/${name}/**/*.ts`),
    ignores: TESTS,
    rules: {
      ...imports(noHost, noRuntime, nobodyButDesigner, noTesting, pureOnly),
      'no-restricted-globals': [
        'error',
        'process',
        'fetch',
        'window',
        'document',
        'localStorage',
        'setTimeout',
        'setInterval',
        'require',
        'Buffer',
      ],
      'no-restricted-syntax': ['error', ...impure],
    },
  },
  {
    files: ['engine/host/**/*.ts'],
    ignores: TESTS,
    rules: imports(noRuntime, nobodyButDesigner, noTesting),
  },
  {
    files: ['runtime/**/*.{ts,vue}'],
    ignores: TESTS,
    rules: imports(noHost, nobodyButDesigner, { regex: '^node:', message: 'The runtime runs in a browser.' }),
  },
  {
    // The pages that the bench and the browser tests measure the designer on.
    files: ['bench/forms/designer.ts', 'bench/flow/canvas.ts'],
    rules: imports(noHost),
  },
  {
    files: ['designer/**/*.{ts,vue}'],
    ignores: TESTS,
    rules: imports(noHost, { regex: '^node:', message: 'The designer runs in a browser.' }),
  },
);
